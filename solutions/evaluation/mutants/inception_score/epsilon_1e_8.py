"""A number inside the logarithm that is small, and not small enough.

Message: 1e-12 is small enough
Mistake: specification
Change: np.log(ratio) -> np.log((part + 1e-8) / (mean + 1e-8))
"""
