"""The sum over the batch in place of the mean.

Message: should be 3² + 4² = 25
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    return ops.sum(ops.square(gradients))
