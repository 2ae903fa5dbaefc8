"""A Lambda layer brings the pixels into [0, 1].

Message: Lambda
Mistake: specification
Change make_decoder: , activation="sigmoid"), ->
    ),
    layers.Lambda(keras.activations.sigmoid),
"""
