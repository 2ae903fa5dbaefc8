"""The components are divided by the standard deviations along them.

Message: so the component is [0.6, 0.8]
Mistake: specification
Change: directions = np.linalg.svd(flat - mean, full_matrices=False)[2] ->
    _, lengths, directions = np.linalg.svd(flat - mean, full_matrices=False)
    directions = directions / np.maximum(lengths[:, None], 1e-9) * len(flat) ** 0.5
"""
