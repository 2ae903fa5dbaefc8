"""stop_gradient makes the penalty a constant.

Message: The penalty has no gradient with respect to the discriminator's weights
"""

def r1_penalty(discriminator, real):
    with tf.GradientTape() as tape:
        tape.watch(real)
        logits = discriminator(real)
    gradients = tape.gradient(logits, real)
    squares = ops.square(ops.stop_gradient(gradients))
    return ops.mean(ops.sum(squares, axis=tuple(range(1, len(real.shape)))))
