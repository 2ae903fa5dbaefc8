"""The average of each kind: blurred, and not sure enough.

Message: inception score of your images is
Mistake: understanding
"""


def fool_inception(images, labels):
    means = np.stack([images[labels == kind].mean(axis=0) for kind in range(10)])
    return np.repeat(means, 100, axis=0).astype("uint8")
