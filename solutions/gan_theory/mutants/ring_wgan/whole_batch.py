"""Every critic update gets all real points.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: part = real[number * batch : (number + 1) * batch] -> part = real
Change WGAN: mix = keras.random.uniform((batch,)) ->
    whole = ops.shape(real)[0]
    fake = self.generator(keras.random.normal((whole, self.latent_dim)), training=True)
    mix = keras.random.uniform((whole,))
"""
