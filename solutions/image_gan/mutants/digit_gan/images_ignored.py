"""It always trains on all digits.

Message: Other data give the same generator
Mistake: specification
Change: shape = images.shape[1:] ->
    images, _ = gankit.load_digits(size=14)
    shape = images.shape[1:]
"""
