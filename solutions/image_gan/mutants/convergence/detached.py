"""The gradients go through NumPy: a right number that teaches nothing.

Message: r1_penalty
Mistake: specification
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    squares = np.square(gradients.numpy()).reshape(len(real), -1)
    return np.float32(squares.sum(axis=1).mean())
