"""The gradient is cut off.

Message: no gradient with respect to the critic's weights
Mistake: specification
Change: ops.square(tape.gradient(scores, points)) -> ops.square(tf.stop_gradient(tape.gradient(scores, points)))
"""
