"""The spread of the whole history.

Message: For a wave in g_loss that has ended
Mistake: specification
Change: np.arange(last) -> np.arange(len(g))
Change: np.polyfit(x, g[-last:], 1) -> np.polyfit(x, g, 1)
Change: g[-last:] - line -> g - line
"""
