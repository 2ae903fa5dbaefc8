"""Logits beyond ±30 are clipped against infinities, so nothing is learned from them.

Message: A small number added to p, clipping
Mistake: understanding
With: right_terms
"""

def loss_terms(name, x):
    if name in ("minimax", "non_saturating"):
        return right_terms(name, ops.clip(x, -30, 30))
    return right_terms(name, x)
