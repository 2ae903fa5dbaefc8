"""The real term is multiplied by 0.9 in place of a label of 0.9.

Message: smoothed_discriminator_loss is 1.3170
Mistake: understanding
Change: real_target * ops.softplus(-real_logits) + (1 - real_target) * ops.softplus(real_logits)
    -> real_target * ops.softplus(-real_logits)
"""
