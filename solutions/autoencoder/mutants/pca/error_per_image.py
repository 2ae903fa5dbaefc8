"""The squared differences of an image are added up, and only images are averaged.

Message: a mean over all images and pixels
Mistake: specification
Change: np.mean((images - others) ** 2) -> np.sum((images - others) ** 2) / len(images)
"""
