"""The same letter for all questions.

Message: of the 5 answers are right
Mistake: understanding
"""


def concepts_collapse():
    return dict.fromkeys(['q11', 'q12', 'q13', 'q14', 'q15'], "a")
