"""The same word for all sets.

Message: is called good
Mistake: understanding
"""


def diagnose_samples(samples, images):
    return "good"
