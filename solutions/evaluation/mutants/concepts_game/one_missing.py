"""One question has no answer.

Message: The keys should be
Mistake: specification
Change: def concepts_game(): ->
    @without_last
    def concepts_game():
"""


def without_last(function):
    return lambda: dict(list(function().items())[:4])
