"""X1 of the parabola is normal, cut off at the ends.

Message: X1 of sample_parabola should be uniform on [-1, 1]
Mistake: specification
Change sample_parabola: rng.uniform(-1, 1, n) -> np.clip(rng.normal(0, 0.4, n), -1, 1)
"""
