"""With the factor 10 of the paper.

Message: the penalty is
Mistake: specification
Change: return ops.mean -> return 10 * ops.mean
"""
