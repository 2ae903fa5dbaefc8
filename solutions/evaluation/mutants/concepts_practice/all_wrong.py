"""All answers are wrong.

Message: 0 of the 5 answers are right
Mistake: understanding
Change: def concepts_practice(): ->
    @moved(5)
    def concepts_practice():
"""


def moved(count):
    def move(function):
        def answers():
            letters = function()
            wrong = list(letters)[:count]
            return {n: "bcda"["abcd".index(v)] if n in wrong else v for n, v in letters.items()}

        return answers

    return move
