"""The bound scales the kernels on the way.

Message: changes an array
Mistake: understanding
Change: return np.prod([largest_singular_value(kernel) for kernel in kernels]) ->
    found = [largest_singular_value(kernel) for kernel in kernels]
    kernels[0] *= 2
    return np.prod(found)
"""
