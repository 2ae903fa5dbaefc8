"""Directions without variance are left out.

Message: The root should have shape (3, 3), but it has shape (2, 3)
Mistake: specification
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    keep = values > 1e-9 * values.max()
    return mean, np.sqrt(values[keep])[:, None] * vectors.T[keep]
"""
