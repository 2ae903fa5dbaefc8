"""The root is taken of the mean variance.

Message: The feature 0, 3, 6 has the standard deviation
Mistake: understanding
Change: ops.mean(ops.sqrt(ops.var(features, axis=0) + 1e-8)) -> ops.sqrt(ops.mean(ops.var(features, axis=0)) + 1e-8)
"""
