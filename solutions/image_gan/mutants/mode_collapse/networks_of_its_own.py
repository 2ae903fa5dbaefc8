"""The discriminator is not the one that the notebook's function makes.

Message: train_ring_gan does not call make_ring_discriminator
Mistake: specification
Change train_ring_gan: make_ring_discriminator() -> own_discriminator()
"""

def own_discriminator():
    hidden = [layers.Dense(64, activation="relu", kernel_initializer="he_normal") for _ in "12"]
    return keras.Sequential([keras.Input((2,)), *hidden, layers.Dense(1)])
