"""The default of epsilon is 0: a division by zero is near where a gradient is tiny.

Message: With gradients of about 1e-7 and no epsilon given
Mistake: specification
Change: epsilon=1e-7 -> epsilon=0.0
"""
