"""Squared distances are compared with the radius.

Message: modes_covered should say
"""

def modes_covered(samples, centres, radius, min_share):
    distances = ((samples[:, None] - centres[None]) ** 2).sum(axis=2)
    nearest, closest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[closest <= radius], minlength=len(centres))
    return int(np.sum(counts / len(samples) >= min_share))
