"""The terms come as vectors, whatever the shape of the logits.

Message: should have this shape
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    return [ops.reshape(term, (-1,)) for term in right_terms(name, x)]
