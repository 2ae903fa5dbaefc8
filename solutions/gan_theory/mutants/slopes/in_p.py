"""The derivative with respect to p, not to the logit.

Message: has the slopes
Mistake: specification
With: right_slope
"""

def generator_slope(name, x):
    if name == "minimax":
        return -1 / sigmoid(-x)
    if name == "non_saturating":
        return -1 / sigmoid(x)
    return right_slope(name, x)
