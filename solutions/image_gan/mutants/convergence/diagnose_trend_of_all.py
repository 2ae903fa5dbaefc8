"""The line is fitted to the whole history.

Message: For g_loss that turns at the end
Mistake: specification
Change: np.arange(last) -> np.arange(len(g))
Change: np.polyfit(x, g[-last:], 1) -> np.polyfit(x, g, 1)
Change: g[-last:] - line -> (g - line)[-last:]
"""
