"""The exact singular value for sigma.

Message: give sigma
Mistake: specification
Change: return v @ kernel @ u, u -> return np.linalg.norm(kernel, 2), u
"""
