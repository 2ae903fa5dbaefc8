"""The height of the result is taken for its width.

Message: The result for stride 1 should have shape (3, 4), but it has shape (3, 3)
Mistake: specification
Change: result = np.zeros((height, width)) ->
    width = height
    result = np.zeros((height, width))
"""
