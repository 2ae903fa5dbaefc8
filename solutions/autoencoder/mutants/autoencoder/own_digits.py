"""It is trained on the digits that gankit ships, whatever the images are.

Message: Other data give the same model
Mistake: specification
Change: (images / 255) -> (gankit.load_digits(size=14)[0] / 255)
"""
