"""Minimax and non-saturating are exchanged.

Message: has the slopes
Mistake: specification
With: right_slope
"""

def generator_slope(name, x):
    turned = {"minimax": "non_saturating", "non_saturating": "minimax"}
    return right_slope(turned.get(name, name), x)
