"""Activations are TensorFlow's and Keras' functions, and operations stand between the layers.
"""

def make_generator(latent_dim=5, n_outputs=2):
    latents = keras.Input((latent_dim,))
    x = layers.Dense(24, activation=tf.nn.leaky_relu, kernel_initializer="he_normal")(latents)
    x = ops.relu(layers.Dense(24, kernel_initializer="he_uniform")(x))
    return keras.Model(latents, 2 * layers.Dense(n_outputs)(x))


def make_discriminator(n_inputs=2):
    points = keras.Input((n_inputs,))
    hidden = layers.Dense(32, kernel_initializer="he_uniform", activation=lambda x: ops.leaky_relu(x, 0.1))
    x = layers.SpectralNormalization(hidden)(points)
    return keras.Model(points, layers.Dense(1)(ops.tanh(x) + x))
