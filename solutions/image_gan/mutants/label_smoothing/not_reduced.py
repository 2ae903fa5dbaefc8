"""One loss for each image: the mean was forgotten.

Message: should be one number
Mistake: specification
Change: ops.mean(real) + ops.mean(ops.softplus(fake_logits)) -> real + ops.softplus(fake_logits)
"""
