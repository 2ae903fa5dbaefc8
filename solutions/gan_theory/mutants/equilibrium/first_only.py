"""The first equilibrium only.

Message: The equilibria of the table
Mistake: specification
Change: np.argwhere(largest & smallest)] -> np.argwhere(largest & smallest)[:1]]
"""
