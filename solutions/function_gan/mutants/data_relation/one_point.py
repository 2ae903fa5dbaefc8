"""One X1 is drawn and used for all n points.

Message: X1 should be uniform on [-0.5, 0.5]
Mistake: understanding
Change: rng.uniform(-0.5, 0.5, n).astype("float32")
    -> np.full(n, rng.uniform(-0.5, 0.5), dtype="float32")
"""
