"""The kernel gets no gradient.

Message: no gradient reaches the kernel
Mistake: understanding
Change: ops.tensordot(features, kernel, 1) -> ops.tensordot(features, ops.stop_gradient(kernel), 1)
"""
