"""The decoder gives rows of pixels, not images.

Message: should give samples of shape (n, 14, 14)
Mistake: specification
Change: return encoder, decoder, history.history ->
    decoder.pop()
    return encoder, decoder, history.history
"""
