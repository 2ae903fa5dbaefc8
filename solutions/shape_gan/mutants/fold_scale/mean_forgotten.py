"""Only the scale is folded in.

Message: should become
Mistake: specification
Change: bias * scale + mean -> bias * scale
"""
