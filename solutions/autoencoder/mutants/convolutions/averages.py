"""Where several codes reach, their mean is taken.

Message: Overlaps are added up
Mistake: specification
Change transposed_convolution: return result ->
    reach = np.zeros_like(result)
    for i in range(p):
        for j in range(q):
            reach[i * stride : i * stride + a, j * stride : j * stride + b] += 1
    return result / np.maximum(reach, 1)
"""
