"""Weights from 0 to the limit: the mean is not 0.

Message: The mean of the weights should be 0
Mistake: specification
"""

def he_uniform(shape, rng):
    return rng.uniform(0, np.sqrt(6 / shape[0]), shape).astype("float32")
