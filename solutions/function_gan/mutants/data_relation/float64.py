"""The points are float64: the conversion was forgotten.

Message: should have type float32
Mistake: specification
Change: rng.uniform(-0.5, 0.5, n).astype("float32") -> rng.uniform(-0.5, 0.5, n)
"""
