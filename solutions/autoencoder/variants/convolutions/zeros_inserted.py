"""Zeros between the codes, then a full convolution with the flipped kernel."""


def transposed_convolution(codes, kernel, stride):
    (p, q), (a, b) = codes.shape, kernel.shape
    spread = np.zeros(((p - 1) * stride + 1, (q - 1) * stride + 1))
    spread[::stride, ::stride] = codes
    padded = np.pad(spread, ((a - 1, a - 1), (b - 1, b - 1)))
    return strided_convolution(padded, kernel[::-1, ::-1], 1)
