"""The decoder gives pixels from 0 to 255.

Message: times that of PCA
Mistake: specification
Change: return encoder, decoder, history.history ->
    decoder = keras.Sequential([*decoder.layers, layers.Rescaling(255.0)])
    return encoder, decoder, history.history
"""
