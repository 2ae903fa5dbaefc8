"""The points are already scaled to mean 0 and standard deviation 1, as a network likes them.

Message: X1 should lie between -0.5 and 0.5
Mistake: specification
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n)
    points = np.column_stack([x1, curve(x1)])
    return ((points - points.mean(axis=0)) / (points.std(axis=0) + 1e-9)).astype("float32")
