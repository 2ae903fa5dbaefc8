"""All answers are wrong.

Message: 0 of the 5 answers are right
Mistake: understanding
With: letters
Change: def concepts_practice(): ->
    @moved(5)
    def concepts_practice():
"""
