"""A filter that is 0 everywhere is divided by 0.

Message: should stay 0
Mistake: specification
Change: filters / np.where(largest > 0, largest, 1) -> filters / largest
"""
