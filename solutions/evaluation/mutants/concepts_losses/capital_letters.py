"""Capital letters.

Message: should be one of the letters
Mistake: specification
Change: def concepts_losses(): ->
    @in_capitals
    def concepts_losses():
"""


def in_capitals(function):
    return lambda: {name: letter.upper() for name, letter in function().items()}
