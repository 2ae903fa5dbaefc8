"""The mean over the features is missing.

Message: should be one number
Mistake: specification
Change: return ops.mean(ops.sqrt(ops.var(features, axis=0) + 1e-8)) -> return ops.sqrt(ops.var(features, axis=0) + 1e-8)
"""
