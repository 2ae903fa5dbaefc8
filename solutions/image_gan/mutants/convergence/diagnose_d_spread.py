"""The spread of d_loss in place of g_loss.

Message: in g_loss that begins late
Mistake: specification
Change: np.polyfit(x, g[-last:], 1) -> np.polyfit(x, d[-last:], 1)
Change: g[-last:] - line -> d[-last:] - line
"""
