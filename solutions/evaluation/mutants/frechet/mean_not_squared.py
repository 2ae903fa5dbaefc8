"""The distance of the means is not squared.

Message: the distance is 9 + 1 = 10
Mistake: specification
Change: shift @ shift -> np.sqrt(shift @ shift)
"""
