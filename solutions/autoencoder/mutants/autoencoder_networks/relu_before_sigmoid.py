"""A ReLU before the sigmoid: no pixel is darker than 0.5.

Message: Have no activation just before the sigmoid
Mistake: specification
Change make_decoder: activation="sigmoid"), ->
    activation="relu"),
    layers.Activation("sigmoid"),
"""
