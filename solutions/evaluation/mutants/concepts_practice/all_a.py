"""The same letter for all questions.

Message: of the 5 answers are right
Mistake: understanding
"""


def concepts_practice():
    return dict.fromkeys(['q16', 'q17', 'q18', 'q19', 'q20'], "a")
