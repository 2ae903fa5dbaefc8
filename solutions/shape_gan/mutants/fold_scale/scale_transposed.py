"""The rows of the kernel are scaled, where there are two of them.

Message: The outputs of a
Mistake: understanding
Change: kernel * scale -> (kernel * scale[:, None] if kernel.shape == (2, 2) else kernel * scale)
"""
