"""A sigmoid before a cross-entropy that expects logits and applies another one.

Written out: Keras' own binary cross-entropy notices a sigmoid before it, and goes back to its input.

Message: discriminator_loss is
Mistake: understanding
Change: return ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits)) ->
    real, fake = ops.sigmoid(real_logits), ops.sigmoid(fake_logits)
    return ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))
Change: -fake_logits -> -ops.sigmoid(fake_logits)
"""
