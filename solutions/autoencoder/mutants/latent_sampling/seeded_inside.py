"""The function makes its own rng, always the same.

Message: A second call with the same rng gives the same codes
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    rng = np.random.default_rng(0)
    return mean + rng.standard_normal((n, len(mean))) @ root
"""
