"""X1 is an evenly spaced grid: nothing is random.

Message: Two draws from the same rng are equal
Mistake: specification
Change: rng.uniform(-0.5, 0.5, n).astype("float32") -> np.linspace(-0.5, 0.5, n, dtype="float32")
"""
