"""The other samples are taken as constants.

Message: the gradient in the features is off
Mistake: understanding
Change: m[:, None] - m[None] -> m[:, None] - ops.stop_gradient(m[None])
"""
