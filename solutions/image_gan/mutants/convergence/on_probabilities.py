"""The gradient of the probability, not of the logit.

Message: should be 3² + 4² = 25
Mistake: understanding
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        probabilities = ops.sigmoid(discriminator(real))
    gradients = tape.gradient(probabilities, real)
    return ops.mean(ops.sum(ops.square(gradients), axis=tuple(range(1, len(real.shape)))))
