"""It does not look at the activation.

Message: with the activation tanh, fold_scale should raise a ValueError
Mistake: specification
Change: linear = isinstance(last, layers.Dense) and last.activation is keras.activations.linear -> linear = isinstance(last, layers.Dense)
"""
