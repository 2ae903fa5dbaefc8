"""The slope at the mean logit in place of the mean of the slopes.

Message: the derivative in theta is
Mistake: specification
Change shift_gradient: np.mean(generator_slope(name, logits)) -> float(generator_slope(name, np.mean(logits)))
"""
