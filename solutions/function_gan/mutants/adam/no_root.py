"""The step is divided by the second average itself: its root was forgotten.

Message: In its first step Adam moves each parameter by lr
Mistake: understanding
With: plain_adam
Change: np.sqrt(b / (1 - beta_2**t)) -> (b / (1 - beta_2**t))
"""
