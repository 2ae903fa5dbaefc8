"""The exponential is missing.

Message: have the score 10, not 2.302585093
Mistake: specification
Change: np.exp(np.sum(part * np.log(ratio), axis=1).mean()) -> np.sum(part * np.log(ratio), axis=1).mean()
"""
