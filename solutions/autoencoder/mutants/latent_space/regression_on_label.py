"""The label itself is the target, and is rounded.

Message: The labels are 7 and 2
Mistake: specification
"""


def linear_probe(codes, labels, new_codes):
    with_one = np.column_stack([codes, np.ones(len(codes))])
    weights = np.linalg.lstsq(with_one, labels.astype(float))[0]
    outputs = np.column_stack([new_codes, np.ones(len(new_codes))]) @ weights
    return np.round(outputs).astype(int)
