"""The gradient with respect to the critic's weights.

Message: the penalty is
Mistake: specification
Change: tape.watch(points) -> weights = critic.trainable_variables[0]
Change: tape.gradient(scores, points)), axis=others) -> tape.gradient(scores, weights)))
"""
