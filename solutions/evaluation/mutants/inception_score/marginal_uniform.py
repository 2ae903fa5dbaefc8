"""1 / k in place of the mean of the rows.

Message: have the score 1, not
Mistake: understanding
Change: mean = part.mean(axis=0) -> mean = np.full(part.shape[1], 1 / part.shape[1])
"""
