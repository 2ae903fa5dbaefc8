"""It is the mean variance, without a root.

Message: should be the root of 1e-8
Mistake: specification
Change: ops.sqrt(ops.var(features, axis=0) + 1e-8) -> (ops.var(features, axis=0) + 1e-8)
"""
