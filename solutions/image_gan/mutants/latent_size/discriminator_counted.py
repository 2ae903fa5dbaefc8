"""The discriminator's parameters are counted too.

Message: together with those that are not trained
Mistake: specification
Change: (math.prod(w.shape) for w in generator.trainable_weights)
    -> (math.prod(w.shape) for w in gan.trainable_weights)
"""
