"""The kernel is scaled, but the bias is not.

Message: the first point
Mistake: understanding
Change: bias * scale + mean -> bias + mean
"""
