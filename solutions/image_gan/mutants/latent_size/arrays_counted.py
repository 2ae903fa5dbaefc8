"""The number of weight arrays in place of the numbers in them.

Message: together with those that are not trained
Mistake: understanding
Change: sum(math.prod(w.shape) for w in generator.trainable_weights)
    -> len(generator.trainable_weights)
"""
