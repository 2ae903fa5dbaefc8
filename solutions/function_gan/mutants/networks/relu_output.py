"""The generator ends with ReLU, so no coordinate can be negative.

Message: The output of make_generator should be linear
Mistake: specification
"""

def make_generator(latent_dim=5, n_outputs=2):
    inputs = keras.Input((latent_dim,))
    x = layers.Dense(15, activation="relu", kernel_initializer="he_uniform")(inputs)
    return keras.Model(inputs, layers.ReLU()(layers.Dense(n_outputs)(x)))
