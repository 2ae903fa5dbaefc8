"""A parabola is subtracted in place of a straight line.

Message: For g_loss on a parabola in the last fifth
Mistake: understanding
Change: np.polyfit(x, g[-last:], 1) -> np.polyfit(x, g[-last:], 2)
"""
