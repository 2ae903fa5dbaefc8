"""Two of the five answers are wrong.

Message: 3 of the 5 answers are right; at least 4 should be. Read section 8.1
Mistake: understanding
Change: def concepts_game(): ->
    @moved(2)
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
