"""The kernel is reshaped wrongly: b and c are mixed up.

Message: should be exp(-2)
Mistake: understanding
Change: m = ops.tensordot(features, kernel, 1) ->
    kernel = ops.reshape(ops.transpose(kernel, (0, 2, 1)), ops.shape(kernel))
    m = ops.tensordot(features, kernel, 1)
"""
