"""The slope along one random direction, measured with a small shift.

Message: should be 3² + 4² = 25
Mistake: understanding
"""

def r1_penalty(discriminator, real):
    shift = 1e-2 * keras.random.normal(ops.shape(real))
    change = discriminator(real + shift) - discriminator(real)
    return ops.mean(ops.square(change / 1e-2))
