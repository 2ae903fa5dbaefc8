"""Activations are functions of TensorFlow and Keras; operations shape and scale; the discriminator has spectral normalisation.

May lose: digit_gan
"""

def make_image_generator(latent_dim, image_shape):
    latents = keras.Input((latent_dim,))
    x = layers.Dense(192, activation=tf.nn.leaky_relu)(latents)
    x = layers.Dense(256, activation=lambda v: ops.leaky_relu(v, 0.2))(x)
    x = layers.Dense(math.prod(image_shape))(x)
    return keras.Model(latents, ops.reshape(ops.tanh(x), (-1, *image_shape)))


def make_image_discriminator(image_shape):
    images = keras.Input(image_shape)
    x = 0.5 * ops.reshape(images, (-1, math.prod(image_shape)))
    x = layers.SpectralNormalization(layers.Dense(256))(x)
    x = ops.leaky_relu(x, 0.2)
    x = layers.Dense(128, activation=tf.nn.leaky_relu)(x)
    return keras.Model(images, layers.Dense(1)(x))
