"""Epsilon is added under the root instead of to the root.

Message: The steps differ from Adam's
Mistake: understanding
With: plain_adam
Change: np.sqrt(b / (1 - beta_2**t)) + epsilon -> np.sqrt(b / (1 - beta_2**t) + epsilon)
"""
