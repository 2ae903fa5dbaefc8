"""Only the kernels are counted; biases and the like are forgotten.

Message: together with those that are not trained
Mistake: understanding
Change: (math.prod(w.shape) for w in generator.trainable_weights)
    -> (math.prod(w.shape) for w in generator.trainable_weights if len(w.shape) == 2)
"""
