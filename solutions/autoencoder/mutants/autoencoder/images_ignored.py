"""It is trained on noise, whatever the images are.

Message: Other data give the same model
Mistake: specification
Change: (images / 255) -> np.random.default_rng(seed).uniform(size=(1000, 14, 14))
"""
