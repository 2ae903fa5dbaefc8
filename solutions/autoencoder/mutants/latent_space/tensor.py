"""The images are a tensor, not an array.

Message: NumPy array
Mistake: specification
Change: return np.asarray(decoder((1 - share) * first + share * second)) ->
    return decoder((1 - share) * first + share * second)
"""
