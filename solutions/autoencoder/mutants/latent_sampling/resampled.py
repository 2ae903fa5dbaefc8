"""Rows of the root are given, with a sign: mean and covariance are right.

Message: not normally distributed
Mistake: understanding
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    k = len(mean)
    signs = rng.choice([-1, 1], (n, 1)) * np.sqrt(k)
    return mean + signs * root[rng.integers(0, k, n)]
"""
