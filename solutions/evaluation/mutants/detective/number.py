"""A number in place of a word.

Message: should return one of the five words
Mistake: specification
"""


def diagnose_samples(samples, images):
    return 0
