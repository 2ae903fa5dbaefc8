"""Nothing is added under the root: its slope at 0 is infinite.

Message: The spread of 1 equal samples should be the root of 1e-8
Mistake: specification
Change: + 1e-8 ->
"""
