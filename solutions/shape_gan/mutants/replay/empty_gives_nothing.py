"""An empty store gives an empty array.

Message: sample(1) of an empty store should raise a ValueError
Mistake: specification
Change: raise ValueError("The store is empty.") -> return np.zeros((0, 2), "float32")
"""
