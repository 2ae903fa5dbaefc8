"""The minimax and the non-saturating loss are exchanged.

Message: the generator's term of 'minimax' should be
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    turned = {"minimax": "non_saturating", "non_saturating": "minimax"}
    return right_terms(turned.get(name, name), x)
