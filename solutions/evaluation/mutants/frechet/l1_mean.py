"""The differences of the means are added up without squares.

Message: the distance is 9 + 1 = 10
Mistake: specification
Change: shift @ shift -> np.abs(shift).sum()
"""
