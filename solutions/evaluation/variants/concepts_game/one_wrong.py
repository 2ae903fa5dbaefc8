"""One of the five answers is wrong.

Change: def concepts_game(): ->
    @moved(1)
    def concepts_game():
"""


def moved(count):
    def move(function):
        def answers():
            letters = function()
            wrong = list(letters)[:count]
            return {n: "bcda"["abcd".index(v)] if n in wrong else v for n, v in letters.items()}

        return answers

    return move
