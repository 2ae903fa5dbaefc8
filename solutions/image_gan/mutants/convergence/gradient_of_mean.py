"""The gradient of the mean logit, which is n times too small.

Message: should be 3² + 4² = 25
Mistake: understanding
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logit = ops.mean(discriminator(real))
    gradients = tape.gradient(logit, real)
    return ops.mean(ops.sum(ops.square(gradients), axis=tuple(range(1, len(real.shape)))))
