"""From the lowest to the highest value in place of the standard deviation: a single peak counts.

Message: diagnose should say
Mistake: understanding
Change diagnose: np.std(g[-last:] - line) > 0.3 -> np.ptp(g[-last:] - line) > 0.6
"""
