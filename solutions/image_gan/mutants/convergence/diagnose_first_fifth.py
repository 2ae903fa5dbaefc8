"""The first fifth in place of the last.

Message: in g_loss
Mistake: specification
Change: d[-last:].mean() < 0.05 and g[-last:].mean() > 5
    -> d[:last].mean() < 0.05 and g[:last].mean() > 5
Change: np.polyfit(x, g[-last:], 1) -> np.polyfit(x, g[:last], 1)
Change: g[-last:] - line -> g[:last] - line
"""
