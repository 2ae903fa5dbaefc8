"""Each image has its flipped copy as target.

Message: times that of PCA
Mistake: understanding
Change: from_tensor_slices((pixels, pixels)) -> from_tensor_slices((pixels, pixels[:, :, ::-1]))
"""
