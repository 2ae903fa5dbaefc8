"""The networks are not trained; only the history is.

Message: 100 and 200 steps give the same model
Mistake: understanding
Change: return encoder, decoder, history.history ->
    encoder, decoder = (keras.models.clone_model(network) for network in (encoder, decoder))
    return encoder, decoder, history.history
"""
