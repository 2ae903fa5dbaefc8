"""The encoder's hidden layer has no activation.

Message: Without one it is linear
Mistake: specification
Change make_encoder: activation="relu",  ->
"""
