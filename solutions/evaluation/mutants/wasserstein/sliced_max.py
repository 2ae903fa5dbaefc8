"""The largest distance over the directions in place of the mean.

Message: is 1.75, not 3
Mistake: specification
Change: np.mean([wasserstein_1d(a @ row, b @ row) for row in directions]) -> np.max([wasserstein_1d(a @ row, b @ row) for row in directions])
"""
