"""The targets are the images with noise that never changes, far too much of it.

Message: times that of PCA
Mistake: understanding
Change: from_tensor_slices((pixels, pixels)) ->
    from_tensor_slices((pixels, np.random.default_rng(seed).permutation(pixels)))
"""
