"""Sums over the batch in place of means.

Message: discriminator_loss is
Mistake: specification
Change: ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
    -> ops.sum(ops.softplus(-real_logits)) + ops.sum(ops.softplus(fake_logits))
Change generator_loss: ops.mean -> ops.sum
"""
