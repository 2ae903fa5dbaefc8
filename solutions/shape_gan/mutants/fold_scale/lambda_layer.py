"""A Lambda layer does the scaling.

Message: Lambda
Mistake: specification
Change: last.set_weights([kernel * scale, bias * scale + mean]) ->
    generator = keras.Sequential([generator, layers.Lambda(lambda points: points * scale + mean)])
"""
