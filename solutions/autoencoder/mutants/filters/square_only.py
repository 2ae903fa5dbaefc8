"""The images are taken for square ones.

Message: first_layer_filters stopped with
Mistake: specification
Change: encoder.input_shape[1:] if -> 2 * [math.isqrt(math.prod(encoder.input_shape[1:]))] if
"""
