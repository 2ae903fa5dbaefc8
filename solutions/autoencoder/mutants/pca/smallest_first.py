"""eigh gives the smallest eigenvalue first, and the first k are taken.

Message: reverse order
Mistake: specification
Change: directions = np.linalg.svd(flat - mean, full_matrices=False)[2] ->
    shifted = flat - mean
    vectors = np.linalg.eigh(shifted.T @ shifted)[1].T
Change: return mean, directions[:k] ->
    keep = min(len(flat) - 1, len(vectors))
    return mean, vectors[-keep:][:k]
"""
