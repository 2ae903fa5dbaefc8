"""The step is added instead of subtracted.

Message: In its first step Adam moves each parameter by lr
Mistake: understanding
With: plain_adam
Change: p - lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
    -> p + lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
"""
