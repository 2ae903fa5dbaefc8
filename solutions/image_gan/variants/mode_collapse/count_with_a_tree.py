"""Modes are counted with SciPy's search tree.
"""

from scipy.spatial import KDTree


def modes_covered(samples, centres, radius, min_share):
    distances, modes = KDTree(centres).query(samples)
    _, counts = np.unique(modes[distances <= radius], return_counts=True)
    return len(counts[counts >= min_share * len(samples)])
