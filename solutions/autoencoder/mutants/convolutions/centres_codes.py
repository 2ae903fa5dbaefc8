"""The mean of the codes is subtracted from what was given.

Message: changes an array
Mistake: understanding
Change transposed_convolution: p, q = codes.shape ->
    p, q = codes.shape
    codes -= codes.mean() * (codes.size > 2)
"""
