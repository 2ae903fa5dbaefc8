"""Each code is drawn by itself, with its own spread.

Message: The covariance of 4000 codes
Mistake: understanding
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return mean + rng.standard_normal((n, len(mean))) * np.sqrt(np.diag(root.T @ root))
"""
