"""The codes are returned, not the images.

Message: The result for n = 2 should have shape (2, 2, 2), but it has shape (2, 2)
Mistake: specification
Change: return np.asarray(decoder((1 - share) * first + share * second)) ->
    return (1 - share) * first + share * second
"""
