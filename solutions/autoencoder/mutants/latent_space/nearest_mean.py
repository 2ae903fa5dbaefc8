"""The kind whose mean is nearest.

Message: the probe should read [-1, -1, -1, 4, 4, 4]
Mistake: specification
"""


def linear_probe(codes, labels, new_codes):
    kinds = np.unique(labels)
    means = np.stack([codes[labels == kind].mean(axis=0) for kind in kinds])
    return kinds[((new_codes[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)]
