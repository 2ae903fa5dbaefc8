"""The encoder is never trained.

Message: times that of PCA
Mistake: understanding
Change: model = keras.Sequential([encoder, decoder]) ->
    encoder.trainable = False
    model = keras.Sequential([encoder, decoder])
"""
