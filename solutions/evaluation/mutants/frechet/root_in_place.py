"""The matrix that was given is overwritten by its root.

Message: changes an array
Mistake: specification
Change: return vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T ->
    m[:] = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return m.copy()
"""
