"""All answers are wrong.

Message: 0 of the 5 answers are right
Mistake: understanding
With: letters
Change: def concepts_collapse(): ->
    @moved(5)
    def concepts_collapse():
"""
