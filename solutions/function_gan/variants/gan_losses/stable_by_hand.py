"""Softplus by hand, as max(x, 0) + ln(1 + e^-|x|), which cannot overflow.

Change: ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
    -> ops.mean(softplus(-real_logits)) + ops.mean(softplus(fake_logits))
Change generator_loss: ops.softplus -> softplus
"""

def softplus(x):
    return ops.maximum(x, 0.0) + ops.log1p(ops.exp(-ops.abs(x)))
