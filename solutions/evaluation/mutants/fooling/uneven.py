"""Nine kinds once, and one of them many times.

Message: inception score of your images is
Mistake: understanding
Change: np.repeat(images[best], 100, axis=0) -> np.repeat(images[best], [10] * 9 + [910], axis=0)
"""
