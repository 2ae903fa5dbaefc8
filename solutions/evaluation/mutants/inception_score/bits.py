"""Logarithms with base 2, and then a power of e.

Message: should be
Mistake: specification
Change: np.log(ratio) -> np.log2(ratio)
"""
