"""Some noise makes the points look like measured ones.

Message: are up to
Mistake: specification
Change: return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype("float32") ->
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    radius = np.hypot(*points.T)
    return (points + rng.normal(0, 0.002, points.shape)).clip(-0.7, 0.7).astype("float32")
"""
