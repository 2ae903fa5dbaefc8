"""The root of the eigenvalues is taken as a complex number.

Message: complex
Mistake: understanding
Change: np.sqrt(np.maximum(values, 0)) -> np.sqrt(values.astype(complex))
"""
