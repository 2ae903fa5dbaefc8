"""The averages are used without bias correction.

Message: In its first step Adam moves each parameter by lr
Mistake: understanding
With: plain_adam
Change: lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
    -> lr * a / (np.sqrt(b) + epsilon)
"""
