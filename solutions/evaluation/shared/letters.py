"""Answers of which so many are replaced by another letter."""


def moved(count):
    def move(function):
        def answers():
            letters = function()
            wrong = list(letters)[:count]
            return {n: "bcda"["abcd".index(v)] if n in wrong else v for n, v in letters.items()}

        return answers

    return move
