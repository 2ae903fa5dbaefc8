"""Nothing is added under the root: its slope at 0 is infinite.

Message: The spread of a single sample should be the root of 1e-8
Mistake: specification
Change: + 1e-8 ->
"""
