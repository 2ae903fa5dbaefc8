"""Logits are clipped to ±30 against an overflow.

Message: the slope at a logit near
Mistake: understanding
With: right_slope
"""

def generator_slope(name, x):
    return right_slope(name, np.clip(x, -30, 30) if name in ("minimax", "non_saturating") else x)
