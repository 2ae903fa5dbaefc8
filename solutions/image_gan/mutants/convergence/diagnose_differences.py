"""The mean step from value to value in place of the spread: slow waves are missed.

Message: diagnose should say
Mistake: understanding
Change diagnose: np.std(g[-last:] - line) > 0.3 -> np.mean(np.abs(np.diff(g[-last:] - line))) > 0.3
"""
