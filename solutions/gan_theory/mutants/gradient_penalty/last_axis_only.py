"""The length of each row of an image.

Message: For images of 2 × 2 pixels
Mistake: specification
Change: points)), axis=others) -> points)), axis=-1)
"""
