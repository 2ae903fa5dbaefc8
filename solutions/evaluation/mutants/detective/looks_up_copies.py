"""A set is memorised if its images are, byte for byte, training images.

Message: is memorised is called good
Mistake: understanding
Change: if found["novelty"] < 0.45: -> if np.mean([(as_images(s) == images).all(axis=(1, 2)).any() for s in samples[:50]]) > 0.5:
"""
