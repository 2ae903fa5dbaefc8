"""The kernel is turned by 180 degrees, as in mathematics.

Message: Do not flip the kernel
Mistake: specification
Change: np.sum(image[y : y + a, x : x + b] * kernel) ->
    np.sum(image[y : y + a, x : x + b] * kernel[::-1, ::-1])
"""
