"""The probability of fake.

Message: the best discriminator is
Mistake: specification
Change: np.divide(p, both -> np.divide(q, both
"""
