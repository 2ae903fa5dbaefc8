"""X1 is normal instead of uniform.

Message: half of the values should lie between -0.25 and 0.25
Mistake: specification
Change: rng.uniform(-0.5, 0.5, n) -> np.clip(rng.normal(0, 0.2, n), -0.5, 0.5)
"""
