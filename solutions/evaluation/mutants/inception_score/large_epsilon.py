"""A thousandth inside the logarithm, against zeros.

Message: should be
Mistake: understanding
Change: np.log(ratio) -> np.log((part + 1e-3) / (mean + 1e-3))
"""
