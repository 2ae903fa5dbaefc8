"""Always counts eight modes.

Message: modes_covered
Mistake: understanding
Change: np.bincount(nearest[closest <= radius], minlength=len(centres))
    -> np.bincount(nearest[closest <= radius], minlength=8)[:8]
"""
