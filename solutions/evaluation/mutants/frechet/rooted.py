"""The root of the whole distance is returned.

Message: the distance is 9 + 1 = 10
Mistake: specification
Change: return max(0.0, shift @ shift + np.trace(cov1) + np.trace(cov2) - 2 * overlap) -> return np.sqrt(max(0.0, shift @ shift + np.trace(cov1) + np.trace(cov2) - 2 * overlap))
"""
