"""mix_fakes pushes the fresh ones, too.

Message: mix_fakes should push nothing
Mistake: specification
Change: return np.concatenate([replay.sample(old), fresh[old:]]) ->
    mixed = np.concatenate([replay.sample(old), fresh[old:]])
    replay.push(fresh)
    return mixed
"""
