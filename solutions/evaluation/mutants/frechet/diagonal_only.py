"""Only the variances are compared, without the correlations.

Message: if only the variances are compared
Mistake: understanding
"""


def frechet_distance(mean1, cov1, mean2, cov2):
    spread1, spread2 = np.sqrt(np.diag(cov1)), np.sqrt(np.diag(cov2))
    return np.sum((mean1 - mean2) ** 2) + np.sum((spread1 - spread2) ** 2)
