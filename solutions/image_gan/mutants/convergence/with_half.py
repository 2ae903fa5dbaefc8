"""The factor 1/2 is in the penalty.

Message: should be 3² + 4² = 25
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    squares = ops.sum(ops.square(gradients), axis=tuple(range(1, len(real.shape))))
    return ops.mean(squares) / 2
