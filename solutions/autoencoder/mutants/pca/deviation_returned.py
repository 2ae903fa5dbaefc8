"""The mean is not added again.

Message: comes back as [[0.884, 1.012]]
Mistake: specification
Change: mean + codes @ components -> codes @ components
"""
