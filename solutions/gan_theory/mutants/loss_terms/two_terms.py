"""Two values, the discriminator's added up.

Message: should return three tensors
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    real, fake, generator = right_terms(name, x)
    return real + fake, generator
