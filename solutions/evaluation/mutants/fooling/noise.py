"""Noise, which fools nobody.

Message: inception score of your images is
Mistake: understanding
"""


def fool_inception(images, labels):
    return np.random.default_rng(0).integers(0, 256, (1000, 14, 14)).astype("uint8")
