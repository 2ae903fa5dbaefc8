"""One product for each number of the kernel."""


def strided_convolution(image, kernel, stride):
    (h, w), (a, b) = image.shape, kernel.shape
    result = 0
    for i, j in np.ndindex(a, b):
        result = result + kernel[i, j] * image[i : h - a + i + 1 : stride, j : w - b + j + 1 : stride]
    return result


def transposed_convolution(codes, kernel, stride):
    (p, q), (a, b) = codes.shape, kernel.shape
    result = np.zeros((p * stride - stride + a, q * stride - stride + b))
    for i, j in np.ndindex(a, b):
        result[i :: stride, j :: stride][:p, :q] += kernel[i, j] * codes
    return result


def upsample_nearest(image, factor):
    rows, columns = (np.arange(n * factor) // factor for n in image.shape)
    return image[rows[:, None], columns]
