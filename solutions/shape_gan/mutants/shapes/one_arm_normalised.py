"""Each coordinate is divided by its largest value, so that it fills [−1, 1].

Message: A point of the spiral with 1.5 turns has the angle
Mistake: specification
Change: return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype("float32") ->
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return (0.7 * points / np.abs(points).max(axis=0)).astype("float32")
"""
