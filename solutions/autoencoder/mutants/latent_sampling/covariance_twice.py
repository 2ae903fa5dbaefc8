"""The draws are multiplied by the covariance, not by the root.

Message: The covariance of 4000 codes
Mistake: understanding
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return mean + rng.standard_normal((n, len(mean))) @ (root.T @ root)
"""
