"""A sample counts for every centre within the radius.

Message: Each sample belongs to its nearest centre at most
"""

def modes_covered(samples, centres, radius, min_share):
    distances = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    counts = np.sum(distances <= radius, axis=0)
    return int(np.sum(counts / len(samples) >= min_share))
