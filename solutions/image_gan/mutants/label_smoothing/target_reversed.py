"""0.1 and 0.9 are exchanged: real images get the label 0.1.

Message: At the real logit ln 9 = 2.197
Mistake: understanding
Change: real_target * ops.softplus(-real_logits) + (1 - real_target) * ops.softplus(real_logits)
    -> (1 - real_target) * ops.softplus(-real_logits) + real_target * ops.softplus(real_logits)
"""
