"""Modes are counted sample by sample, in plain Python.
"""

import math


def modes_covered(samples, centres, radius, min_share):
    counts = [0] * len(centres)
    for x, y in samples:
        distances = [math.hypot(x - cx, y - cy) for cx, cy in centres]
        mode = distances.index(min(distances))
        if distances[mode] <= radius:
            counts[mode] += 1
    return sum(count >= min_share * len(samples) for count in counts)
