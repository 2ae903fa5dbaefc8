"""Two of the five answers are wrong.

Message: 3 of the 5 answers are right; at least 4 should be. Read section 8.4
Mistake: understanding
With: letters
Change: def concepts_practice(): ->
    @moved(2)
    def concepts_practice():
"""
