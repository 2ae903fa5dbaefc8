"""count_params() counts the running means and variances of BatchNormalization too.

Message: together with those that are not trained
Mistake: specification
Change: sum(math.prod(w.shape) for w in generator.trainable_weights) -> generator.count_params()
"""
