"""The last values in place of the means of the last fifth.

Message: diagnose should say
Mistake: understanding
Change diagnose: d[-last:].mean() < 0.05 and g[-last:].mean() > 5 -> d[-1] < 0.05 and g[-1] > 5
"""
