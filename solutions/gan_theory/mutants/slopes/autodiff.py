"""Automatic differentiation of the term.

Message: should not call tensorflow.GradientTape.gradient
Mistake: specification
With: right_terms
"""


def generator_slope(name, x):
    logits = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        term = right_terms(name, logits)[2]
    return tape.gradient(term, logits).numpy()
