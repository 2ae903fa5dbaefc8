"""NumPy's global numbers; rng is ignored.

Message: Equal seeds give different codes
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return mean + np.random.standard_normal((n, len(mean))) @ root
"""
