"""One random number for all codes of an image.

Message: The covariance of 4000 codes
Mistake: understanding
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return mean + (rng.standard_normal((n, 1)) * np.ones(len(mean))) @ root
"""
