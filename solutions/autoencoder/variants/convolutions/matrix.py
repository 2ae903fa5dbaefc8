"""The matrix of the convolution, and its transpose."""


def matrix_of(shape, kernel, stride):
    (h, w), (a, b) = shape, kernel.shape
    rows = []
    for y in range(0, h - a + 1, stride):
        for x in range(0, w - b + 1, stride):
            row = np.zeros((h, w))
            row[y : y + a, x : x + b] = kernel
            rows.append(row.ravel())
    return np.stack(rows)


def strided_convolution(image, kernel, stride):
    matrix = matrix_of(image.shape, kernel, stride)
    width = len(range(0, image.shape[1] - kernel.shape[1] + 1, stride))
    return (matrix @ image.ravel()).reshape(-1, width)


def transposed_convolution(codes, kernel, stride):
    shape = tuple((n - 1) * stride + m for n, m in zip(codes.shape, kernel.shape))
    return (matrix_of(shape, kernel, stride).T @ codes.ravel()).reshape(shape)
