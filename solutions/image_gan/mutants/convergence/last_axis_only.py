"""The squares are summed over the last axis: right for points, not for images.

Message: For real data of shape (24, 5, 4)
Mistake: specification
Change: tuple(range(1, len(real.shape))) -> -1
"""
