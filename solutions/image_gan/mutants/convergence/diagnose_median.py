"""The medians in place of the means of the last fifth.

Message: diagnose should say
Mistake: understanding
Change diagnose: d[-last:].mean() < 0.05 and g[-last:].mean() > 5
    -> np.median(d[-last:]) < 0.05 and np.median(g[-last:]) > 5
"""
