"""The mean is multiplied by the scale, too.

Message: should become
Mistake: specification
Change: bias * scale + mean -> (bias + mean) * scale
"""
