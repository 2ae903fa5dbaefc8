"""X1 is uniform on [-1, 1], twice as wide as asked for.

Message: X1 should lie between -0.5 and 0.5
Mistake: specification
Change: rng.uniform(-0.5, 0.5, n) -> rng.uniform(-1, 1, n)
"""
