"""The result has size · stride pixels, as with padding "same".

Message: The result for stride 3 should have shape (2, 6), but it has shape (3, 6)
Mistake: specification
Change transposed_convolution: result = np.zeros(((p - 1) * stride + a, (q - 1) * stride + b)) ->
    result = np.zeros((p * stride + a, q * stride + b))
Change transposed_convolution: return result -> return result[: p * stride, : q * stride]
"""
