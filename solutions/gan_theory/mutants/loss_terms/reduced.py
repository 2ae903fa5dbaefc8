"""Means over the batch in place of one number for each logit.

Message: should have this shape
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    return [ops.mean(term) for term in right_terms(name, x)]
