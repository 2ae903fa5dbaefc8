"""The root is taken without 10⁻⁸, which is added afterwards: the value is right, the gradient is not finite.

Message: the gradient of batch_spread is not finite
Mistake: understanding
Change: ops.sqrt(ops.var(features, axis=0) + 1e-8) -> (ops.sqrt(ops.var(features, axis=0)) + 1e-4)
"""
