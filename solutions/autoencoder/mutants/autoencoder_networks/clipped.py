"""The pixels are clipped to [0, 1] in place of a sigmoid.

Message: it is not a sigmoid alone
Mistake: specification
Change make_decoder: , activation="sigmoid"), ->
    ),
    layers.ReLU(max_value=1.0),
"""
