"""Its own rng again, with a seed that depends on n.

Message: Other seeds give the same codes
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    own = np.random.default_rng(n * 1000 + int(rng.bit_generator.state['state']['inc'] % 2))
    return mean + own.standard_normal((n, len(mean))) @ root
"""
