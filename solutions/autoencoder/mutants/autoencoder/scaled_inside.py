"""The encoder divides by 255 itself, so it takes pixels from 0 to 255.

Message: times that of PCA
Mistake: specification
Change: keras.Input((14, 14)), ->
    keras.Input((14, 14)),
    layers.Rescaling(1 / 255),
Change: from_tensor_slices((pixels, pixels)) -> from_tensor_slices((255 * pixels, pixels))
"""
