"""The last convolution has no padding: two pixels are missing.

Message: should have shape (20, 14, 14), but it has shape (20, 12, 12)
Mistake: understanding
Change make_conv_decoder: layers.Conv2D(1, 3, padding="same", activation="sigmoid"), ->
    layers.Conv2D(1, 3, activation="sigmoid"),
Change make_conv_decoder: layers.Reshape(image_shape), -> layers.Reshape((image_shape[0] - 2, image_shape[1] - 2)),
"""
