"""Divided by the standard deviation, not by its square.

Message: the logits are
Mistake: specification
Change: return -(((x - mean) / std) ** 2) / 2 - np.log(std) -> return -((x - mean) ** 2 / std) / 2 - np.log(std) / 2
"""
