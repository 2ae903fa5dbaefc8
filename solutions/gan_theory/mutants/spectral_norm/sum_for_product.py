"""The sum over the layers.

Message: the bound is 6
Mistake: specification
Change: return np.prod -> return np.sum
"""
