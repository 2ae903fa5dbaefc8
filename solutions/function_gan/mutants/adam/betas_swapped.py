"""The two betas are swapped.

Message: The steps differ from Adam's
Mistake: understanding
With: plain_adam
Change: beta_1 * a + (1 - beta_1) * g -> beta_2 * a + (1 - beta_2) * g
Change: beta_2 * a + (1 - beta_2) * g**2 -> beta_1 * a + (1 - beta_1) * g**2
Change: lr * (a / (1 - beta_1**t)) / (np.sqrt(b / (1 - beta_2**t)) + epsilon)
    -> lr * (a / (1 - beta_2**t)) / (np.sqrt(b / (1 - beta_1**t)) + epsilon)
"""
