"""No other label, but real logits above ln 9 are cut off: the gradient is 0 beyond, too.

Message: the loss should be
Mistake: understanding
Change: real = real_target * ops.softplus(-real_logits) + (1 - real_target) * ops.softplus(real_logits) ->
    best = float(np.log(real_target / (1 - real_target))) if real_target < 1 else 1e9
    real = ops.softplus(-ops.minimum(real_logits, best))
"""
