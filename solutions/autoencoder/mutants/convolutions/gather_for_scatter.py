"""A convolution of the codes with zeros between and around them.

Message: Overlaps are added up
Mistake: understanding
"""


def transposed_convolution(codes, kernel, stride):
    (p, q), (a, b) = codes.shape, kernel.shape
    spread = np.zeros(((p - 1) * stride + 1, (q - 1) * stride + 1))
    spread[::stride, ::stride] = codes
    return strided_convolution(np.pad(spread, ((a - 1, a - 1), (b - 1, b - 1))), kernel, 1)
