"""The difference overwrites the given images.

Message: A function changes an array
Mistake: specification
Change: return np.mean((images - others) ** 2) ->
    images -= others
    return np.mean(images**2)
"""
