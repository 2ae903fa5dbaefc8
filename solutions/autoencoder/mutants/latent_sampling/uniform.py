"""Uniform numbers with variance 1.

Message: not normally distributed
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    return mean + rng.uniform(-(3**0.5), 3**0.5, (n, len(mean))) @ root
"""
