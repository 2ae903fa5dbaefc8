"""stop_gradient makes the penalty a constant.

Message: The penalty has no gradient with respect to the discriminator's weights
Mistake: understanding
Change: squares = ops.square(tape.gradient(logits, real)) ->
    gradients = tape.gradient(logits, real)
    squares = ops.square(ops.stop_gradient(gradients))
"""
