"""The small image is square.

Message: should have shape (20, 12, 20), but it has shape (20, 12, 12)
Mistake: specification
Change make_conv_decoder: small = (image_shape[0] // 2, image_shape[1] // 2, 16) ->
    small = (image_shape[0] // 2, image_shape[0] // 2, 16)
    image_shape = (image_shape[0], image_shape[0])
"""
