"""The logarithm of a sigmoid, with a small number added: wrong where the discriminator is sure.

Message: At logits of
Mistake: specification
"""

def discriminator_loss(real_logits, fake_logits):
    real, fake = ops.sigmoid(real_logits), ops.sigmoid(fake_logits)
    return -ops.mean(ops.log(real + 1e-9)) - ops.mean(ops.log(1 - fake + 1e-9))


def generator_loss(fake_logits):
    return -ops.mean(ops.log(ops.sigmoid(fake_logits) + 1e-9))
