"""The store has room for points only.

Message: ValueError
Mistake: specification
Change: for sample in np.array(samples): -> for sample in np.array(samples).reshape(-1, 2):
"""
