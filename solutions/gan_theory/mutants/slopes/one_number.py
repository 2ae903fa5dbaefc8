"""One number for the losses with a constant slope.

Message: should be a NumPy array
Mistake: specification
Change: return np.full(np.shape(x), -1.0) -> return -1.0
"""
