"""The exponential of each row's divergence is averaged.

Message: the mean of the exponentials
Mistake: understanding
Change: np.exp(np.sum(part * np.log(ratio), axis=1).mean()) -> np.exp(np.sum(part * np.log(ratio), axis=1)).mean()
"""
