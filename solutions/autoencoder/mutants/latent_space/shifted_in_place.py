"""The second code becomes the difference.

Message: changes an array
Mistake: specification
Change: return np.asarray(decoder((1 - share) * first + share * second)) ->
    second -= first
    return np.asarray(decoder(first + share * second))
"""
