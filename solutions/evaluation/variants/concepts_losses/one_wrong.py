"""One of the five answers is wrong.

With: letters
Change: def concepts_losses(): ->
    @moved(1)
    def concepts_losses():
"""
