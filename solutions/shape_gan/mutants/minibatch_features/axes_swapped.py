"""The sum in the exponent goes over b, and c is left.

Message: should have shape
Mistake: specification
Change: axis=-1 -> axis=-2
"""
