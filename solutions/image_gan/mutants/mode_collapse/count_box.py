"""The distance is the larger of the two coordinates' differences.

Message: modes_covered should say
"""

def modes_covered(samples, centres, radius, min_share):
    distances = np.abs(samples[:, None] - centres[None]).max(axis=2)
    nearest, closest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[closest <= radius], minlength=len(centres))
    return int(np.sum(counts / len(samples) >= min_share))
