"""It trains on the first half of the kinds of digits only.

Message: Your images show
Mistake: understanding
Change: shape = images.shape[1:] ->
    kinds = gankit.digit_classes(images)
    first = np.unique(kinds)[: len(np.unique(kinds)) // 2]
    images = images[np.isin(kinds, first)]
    shape = images.shape[1:]
"""
