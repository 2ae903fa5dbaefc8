"""It is the mean over the batch.

Message: should be 1, 1, 0
Mistake: specification
Change: ops.sum(ops.exp(-apart), axis=1) - 1 -> (ops.sum(ops.exp(-apart), axis=1) - 1) / ops.shape(features)[0]
"""
