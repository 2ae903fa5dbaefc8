"""Repeating by a Kronecker product; counts by painting ones."""


def upsample_nearest(image, factor):
    return np.kron(image, np.ones((factor, factor)))


def overlaps(n, size, stride):
    return transposed_convolution(np.ones((1, n)), np.ones((1, size)), stride)[0]
