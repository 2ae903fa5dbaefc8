"""Pure Python lists, one weight at a time.
"""

def he_uniform(shape, rng):
    rows, columns = shape
    limit = (6 / rows) ** 0.5
    weights = [[limit * (2 * rng.random() - 1) for _ in range(columns)] for _ in range(rows)]
    return np.array(weights, dtype="float32")
