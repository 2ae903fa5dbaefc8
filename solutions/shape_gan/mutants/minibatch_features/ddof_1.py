"""The variance divides by n − 1.

Message: The feature 0, 3, 6 has the standard deviation
Mistake: specification
Change: ops.var(features, axis=0) -> ops.sum(ops.square(features - ops.mean(features, axis=0)), axis=0) / ops.maximum(ops.cast(ops.shape(features)[0] - 1, "float32"), 1.0)
"""
