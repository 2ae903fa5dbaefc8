"""A number for each sample, without a mean.

Message: another form than the test asked for
Mistake: specification
Change: return ops.mean(ops.square(ops.sqrt(squares + 1e-12) - 1)) -> return ops.square(ops.sqrt(squares + 1e-12) - 1)
"""
