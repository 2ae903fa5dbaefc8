"""The second average is one of the gradients, not of their squares: its root is often not a number.

Message: not finite
Mistake: understanding
With: plain_adam
Change: (1 - beta_2) * g**2 -> (1 - beta_2) * g
"""
