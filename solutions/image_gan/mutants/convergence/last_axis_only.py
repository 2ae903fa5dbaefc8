"""The squares are summed over the last axis: right for points, not for images.

Message: For real data of shape (24, 5, 4)
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    return ops.mean(ops.sum(ops.square(gradients), axis=-1))
