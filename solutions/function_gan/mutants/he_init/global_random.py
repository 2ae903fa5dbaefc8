"""NumPy's global generator is used instead of rng.

Message: The same seed gives different weights
"""

def he_uniform(shape, rng):
    limit = np.sqrt(6 / shape[0])
    return np.random.uniform(-limit, limit, shape).astype("float32")
