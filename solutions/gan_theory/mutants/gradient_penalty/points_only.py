"""Images are not thought of.

Message: gradient_penalty stopped with
Mistake: specification
Change: share = ops.reshape(mix, (-1, *[1 for _ in others])) -> share = ops.reshape(mix, (-1, 1))
"""
