"""The old ones are written into fresh itself.

Message: mix_fakes changes the array fresh
Mistake: specification
Change: return np.concatenate([replay.sample(old), fresh[old:]]) ->
    fresh[:old] = replay.sample(old)
    return fresh
"""
