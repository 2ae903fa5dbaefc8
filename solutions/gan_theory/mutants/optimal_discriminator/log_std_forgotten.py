"""The logarithms of the standard deviations are missing.

Message: the logits are
Mistake: specification
Change: ** 2) / 2 - np.log(std) -> ** 2) / 2
"""
