"""The given mean becomes a code.

Message: sample_codes changes an array
Mistake: specification
Change: return mean + rng.standard_normal((n, len(mean))) @ root ->
    drawn = mean + rng.standard_normal((n, len(mean))) @ root
    mean += 1
    return drawn
"""
