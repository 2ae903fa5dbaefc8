"""The end is computed with NumPy.

Message: no gradient with respect to the critic's weights
Mistake: specification
Change: return ops.mean(ops.square(ops.sqrt(squares + 1e-12) - 1)) -> return np.mean((np.sqrt(squares) - 1) ** 2)
"""
