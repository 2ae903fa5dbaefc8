"""Rounding takes the distance of equal sets below 0.

Message: it should never be below 0
Mistake: understanding
Change: return max(0.0, shift @ shift + np.trace(cov1) + np.trace(cov2) - 2 * overlap) -> return shift @ shift + np.trace(cov1) + np.trace(cov2) - 2 * overlap - 1e-9
"""
