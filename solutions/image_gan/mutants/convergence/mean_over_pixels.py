"""The mean of all squares, where they should be summed over one image.

Message: should be 3² + 4² = 25
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    return ops.mean(ops.square(gradients))
