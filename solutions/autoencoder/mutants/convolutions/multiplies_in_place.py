"""The image's patches are multiplied where they lie.

Message: A function changes an array
Mistake: specification
Change: result[i, j] = np.sum(image[y : y + a, x : x + b] * kernel) ->
    patch = image[y : y + a, x : x + b]
    patch *= kernel
    result[i, j] = patch.sum()
    patch /= np.where(kernel, kernel, 1) + 1e-12
"""
