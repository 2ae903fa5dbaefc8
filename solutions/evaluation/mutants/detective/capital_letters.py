"""The words begin with capital letters.

Message: should return one of the five words
Mistake: specification
"""


def diagnose_samples(samples, images):
    return "Good"
