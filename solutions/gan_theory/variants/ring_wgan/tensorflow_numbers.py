"""Random numbers come from TensorFlow.

Change WGAN: mix = keras.random.uniform((batch,)) -> mix = tf.random.uniform((batch,))
"""
