"""One of the five answers is wrong.

With: letters
Change: def concepts_practice(): ->
    @moved(1)
    def concepts_practice():
"""
