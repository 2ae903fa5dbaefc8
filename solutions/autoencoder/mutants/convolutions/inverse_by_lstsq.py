"""The image whose convolution gives the codes: a "deconvolution".

Message: Overlaps are added up
Mistake: understanding
"""


def transposed_convolution(codes, kernel, stride):
    shape = [(n - 1) * stride + m for n, m in zip(codes.shape, kernel.shape)]
    pixels = np.eye(shape[0] * shape[1]).reshape(-1, *shape)
    columns = [strided_convolution(pixel, kernel, stride).ravel() for pixel in pixels]
    return np.linalg.lstsq(np.stack(columns, axis=1), codes.ravel())[0].reshape(shape)
