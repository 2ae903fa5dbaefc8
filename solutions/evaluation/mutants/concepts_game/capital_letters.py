"""Capital letters.

Message: should be one of the letters
Mistake: specification
Change: def concepts_game(): ->
    @in_capitals
    def concepts_game():
"""


def in_capitals(function):
    return lambda: {name: letter.upper() for name, letter in function().items()}
