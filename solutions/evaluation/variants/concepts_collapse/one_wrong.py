"""One of the five answers is wrong.

With: letters
Change: def concepts_collapse(): ->
    @moved(1)
    def concepts_collapse():
"""
