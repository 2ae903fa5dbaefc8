"""The penalty at random points in place of the real ones.

Message: For real data of shape
Mistake: understanding
"""

def r1_penalty(discriminator, real):
    x = keras.random.normal(ops.shape(real))
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = discriminator(x)
    gradients = tape.gradient(logits, x)
    return ops.mean(ops.sum(ops.square(gradients), axis=tuple(range(1, len(real.shape)))))
