"""One network is returned, not two.

Message: should return 3 things
Mistake: specification
Change: return encoder, decoder, history.history -> return model, history.history
"""
