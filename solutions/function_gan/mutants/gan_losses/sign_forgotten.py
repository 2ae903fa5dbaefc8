"""The logarithms without the minus sign: the losses are negative, and training goes the wrong way.

Message: discriminator_loss is -1.3863
Mistake: understanding
"""

def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.log_sigmoid(real_logits)) + ops.mean(ops.log_sigmoid(-fake_logits))


def generator_loss(fake_logits):
    return ops.mean(ops.log_sigmoid(fake_logits))
