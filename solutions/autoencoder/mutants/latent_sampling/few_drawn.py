"""A thousand codes are drawn and repeated.

Message: Many of the codes are the same
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    z = rng.standard_normal((min(n, 40_000), len(mean)))
    return mean + z[np.arange(n) % len(z)] @ root
"""
