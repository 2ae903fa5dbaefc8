"""The generator minimises ln(1 - D(G(z))), which vanishes where the discriminator is sure.

Message: generator_loss is
Mistake: understanding
"""

def generator_loss(fake_logits):
    return -ops.mean(ops.softplus(fake_logits))
