"""Always counts eight modes.

Message: modes_covered
"""

def modes_covered(samples, centres, radius, min_share):
    distances = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    nearest, closest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[closest <= radius], minlength=8)[:8]
    return int(np.sum(counts / len(samples) >= min_share))
