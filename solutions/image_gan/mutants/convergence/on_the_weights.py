"""Weight decay: the sum of the squared weights. For a linear discriminator without bias it is the same.

Message: For real data of shape
Mistake: understanding
"""

def r1_penalty(discriminator, real):
    return sum(ops.sum(ops.square(w)) for w in discriminator.trainable_variables)
