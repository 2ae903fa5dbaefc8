"""Loops over all points."""


def precision_recall(real, fake, k=3):
    def radii(points):
        return [sorted(np.linalg.norm(points - p, axis=1))[k] for p in points]

    def covered(points, centres):
        pairs = list(zip(centres, radii(centres)))
        return sum(any(np.linalg.norm(p - c) <= r for c, r in pairs) for p in points) / len(points)

    return covered(fake, real), covered(real, fake)
