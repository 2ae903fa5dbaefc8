"""SciPy's tree of neighbours."""

from scipy.spatial import cKDTree


def precision_recall(real, fake, k=3):
    real_radius = cKDTree(real).query(real, k + 1)[0][:, -1]
    fake_radius = cKDTree(fake).query(fake, k + 1)[0][:, -1]
    distances = np.linalg.norm(real[:, None] - fake[None], axis=2)
    precision = (distances <= real_radius[:, None]).any(axis=0).mean()
    return precision, (distances <= fake_radius[None]).any(axis=1).mean()
