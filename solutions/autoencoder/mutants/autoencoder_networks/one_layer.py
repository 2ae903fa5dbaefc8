"""The decoder has no hidden layer.

Message: should have a hidden layer
Mistake: specification
Change make_decoder: layers.Dense(128, activation="relu", kernel_initializer="he_normal"), ->
"""
