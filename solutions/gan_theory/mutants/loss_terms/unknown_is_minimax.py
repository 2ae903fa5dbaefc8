"""A name that is not known gets the minimax loss.

Message: should raise a ValueError
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    try:
        return right_terms(name, x)
    except ValueError:
        return right_terms("minimax", x)
