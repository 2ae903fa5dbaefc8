"""Real and fake are exchanged in the order of the result.

Message: the real term of
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    real, fake, generator = right_terms(name, x)
    return fake, real, generator
