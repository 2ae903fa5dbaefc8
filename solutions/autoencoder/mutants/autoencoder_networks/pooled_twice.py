"""The image is halved twice and doubled twice.

Message: should have shape (20, 14, 14), but it has shape (20, 16, 16)
Mistake: understanding
Change make_conv_encoder: layers.Flatten(), ->
    layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
    layers.Flatten(),
Change make_conv_decoder: small = (image_shape[0] // 2, image_shape[1] // 2, 16) ->
    small = (-(-image_shape[0] // 4), -(-image_shape[1] // 4), 16)
    image_shape = (4 * small[0], 4 * small[1])
Change make_conv_decoder: layers.Conv2DTranspose(8, 4, strides=2, padding="same", activation="relu"), ->
    layers.Conv2DTranspose(16, 4, strides=2, padding="same", activation="relu"),
    layers.Conv2DTranspose(8, 4, strides=2, padding="same", activation="relu"),
"""
