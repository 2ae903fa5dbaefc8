"""Standard normal codes, whatever was fitted.

Message: The mean of 4000 codes
Mistake: understanding
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return rng.standard_normal((n, len(mean)))
"""
