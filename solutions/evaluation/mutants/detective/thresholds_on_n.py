"""Counts of images, not shares: right for 2000 images, wrong for 600.

Message: called
Mistake: understanding
Change: largest = np.bincount(classes, minlength=10).max() / len(classes) -> largest = np.bincount(classes, minlength=10).max() / 2000
"""
