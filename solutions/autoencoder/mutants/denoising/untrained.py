"""The networks are not trained; only the history is.

Message: times that of the best matrix
Mistake: understanding
Change: return encoder, decoder, history.history ->
    encoder, decoder = (keras.models.clone_model(network) for network in (encoder, decoder))
    return encoder, decoder, history.history
"""
