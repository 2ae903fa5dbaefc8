"""Each pair is counted once: with the samples that come later.

Message: should be 1, 1, 0
Mistake: understanding
Change: return ops.sum(ops.exp(-apart), axis=1) - 1 ->
    n = ops.shape(features)[0]
    later = ops.cast(ops.arange(n)[:, None] < ops.arange(n)[None], "float32")
    return ops.sum(ops.exp(-apart) * later[:, :, None], axis=1)
"""
