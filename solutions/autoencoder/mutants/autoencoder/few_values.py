"""Only the last loss is kept.

Message: it should have at least 10
Mistake: specification
Change: return encoder, decoder, history.history ->
    return encoder, decoder, {"loss": history.history["loss"][-1:]}
"""
