"""Five of the ten kinds.

Message: inception score of your images is
Mistake: understanding
Change: np.repeat(images[best], 100, axis=0) -> np.repeat(images[best[:5]], 200, axis=0)
"""
