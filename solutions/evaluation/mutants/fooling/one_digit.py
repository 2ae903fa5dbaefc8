"""One image a thousand times: sure, but of one kind only.

Message: inception score of your images is 1.00
Mistake: understanding
Change: np.repeat(images[best], 100, axis=0) -> np.repeat(images[best[:1]], 1000, axis=0)
"""
