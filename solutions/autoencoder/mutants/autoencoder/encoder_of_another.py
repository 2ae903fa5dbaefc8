"""The encoder is that of another training.

Message: times that of PCA
Mistake: understanding
Change: return encoder, decoder, history.history ->
    encoder = keras.models.clone_model(encoder)
    return encoder, decoder, history.history
"""
