"""Capital letters.

Message: should be one of the letters
Mistake: specification
Change: def concepts_collapse(): ->
    @in_capitals
    def concepts_collapse():
"""


def in_capitals(function):
    return lambda: {name: letter.upper() for name, letter in function().items()}
