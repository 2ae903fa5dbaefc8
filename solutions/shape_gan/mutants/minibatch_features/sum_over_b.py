"""The places b are added up, too.

Message: should have shape
Mistake: specification
Change: ops.sum(ops.exp(-apart), axis=1) - 1 -> ops.sum(ops.exp(-apart) - 1 / ops.shape(features)[0], axis=(1, 2))
"""
