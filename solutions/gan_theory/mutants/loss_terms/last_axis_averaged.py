"""Keras' loss averages the last axis.

Message: should have this shape
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    if name == "non_saturating":
        real = keras.losses.binary_crossentropy(ops.ones_like(x), x, from_logits=True)
        fake = keras.losses.binary_crossentropy(ops.zeros_like(x), x, from_logits=True)
        return real, fake, real
    return right_terms(name, x)
