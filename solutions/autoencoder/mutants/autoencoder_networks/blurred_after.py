"""The pixels are blurred after the sigmoid.

Message: it is not a sigmoid alone
Mistake: understanding
Change make_conv_decoder: layers.Conv2D(1, 3, padding="same", activation="sigmoid"), ->
    layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
    layers.AveragePooling2D(3, strides=1, padding="same"),
"""
