"""A distance equal to the radius does not count.

Message: Both limits belong to it
"""

def modes_covered(samples, centres, radius, min_share):
    distances = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    nearest, closest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[closest < radius], minlength=len(centres))
    return int(np.sum(counts / len(samples) >= min_share))
