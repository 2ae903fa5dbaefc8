"""It trains a tenth of the steps.

Message: The Fréchet distance between your images
Mistake: understanding
Change: shape = images.shape[1:] ->
    steps = max(25, steps // 10)
    shape = images.shape[1:]
"""
