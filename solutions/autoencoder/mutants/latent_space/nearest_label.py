"""The label itself is the target, and the nearest one wins.

Message: the probe should read [-1, -1, -1, 4, 4, 4]
Mistake: specification
"""


def linear_probe(codes, labels, new_codes):
    kinds = np.unique(labels)
    with_one = np.column_stack([codes, np.ones(len(codes))])
    weights = np.linalg.lstsq(with_one, labels.astype(float))[0]
    outputs = np.column_stack([new_codes, np.ones(len(new_codes))]) @ weights
    return kinds[np.abs(outputs[:, None] - kinds).argmin(axis=1)]
