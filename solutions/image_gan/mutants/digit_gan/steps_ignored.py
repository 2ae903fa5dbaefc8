"""It always trains 250 steps.

Message: steps give the same generator
Mistake: specification
Change: shape = images.shape[1:] ->
    steps = 250
    shape = images.shape[1:]
"""
