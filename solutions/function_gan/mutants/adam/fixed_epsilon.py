"""Epsilon is written into the formula; the argument is ignored.

Message: The steps differ from Adam's
Mistake: specification
With: plain_adam
Change: np.sqrt(b / (1 - beta_2**t)) + epsilon -> np.sqrt(b / (1 - beta_2**t)) + 1e-8
"""
