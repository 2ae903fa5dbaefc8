"""The history is forgotten.

Message: should return 3 things
Mistake: specification
Change: return encoder, decoder, history.history -> return encoder, decoder
"""
