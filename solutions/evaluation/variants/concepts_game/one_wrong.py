"""One of the five answers is wrong.

With: letters
Change: def concepts_game(): ->
    @moved(1)
    def concepts_game():
"""
