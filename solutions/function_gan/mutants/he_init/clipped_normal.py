"""He normal weights, clipped at the uniform limit: neither the variance nor the form is right.

Message: the variance should be
Mistake: understanding
Change: rng.uniform(-limit, limit, shape)
    -> np.clip(rng.normal(0, np.sqrt(2 / fan_in), shape), -limit, limit)
"""
