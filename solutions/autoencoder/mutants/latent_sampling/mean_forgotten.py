"""The mean is not added.

Message: The mean of 4000 codes
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return rng.standard_normal((n, len(mean))) @ root
"""
