"""Pixels are repeated in one direction.

Message: should have shape (4, 6), but it has shape (4, 3)
Mistake: specification
Change: .repeat(factor, axis=1) ->
"""
