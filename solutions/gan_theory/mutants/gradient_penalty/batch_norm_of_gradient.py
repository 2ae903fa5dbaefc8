"""One length for the whole batch.

Message: the penalty is
Mistake: specification
Change: points)), axis=others) -> points)))
"""
