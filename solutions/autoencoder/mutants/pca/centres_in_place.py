"""The mean is subtracted from the given images.

Message: A function changes an array
Mistake: specification
Change: directions = np.linalg.svd(flat - mean, full_matrices=False)[2] ->
    flat -= mean
    directions = np.linalg.svd(flat, full_matrices=False)[2]
"""
