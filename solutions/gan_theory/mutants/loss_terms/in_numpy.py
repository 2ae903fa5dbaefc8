"""NumPy's operations, so nothing can be learned from the terms.

Message: loss_terms stopped with
Mistake: specification
With: right_terms
"""

def loss_terms(name, x):
    x = x.numpy()
    if name == "wasserstein":
        return -x, x, -x
    return right_terms(name, x)
