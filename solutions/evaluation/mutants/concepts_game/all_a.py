"""The same letter for all questions.

Message: of the 5 answers are right
Mistake: understanding
"""


def concepts_game():
    return dict.fromkeys(['q01', 'q02', 'q03', 'q04', 'q05'], "a")
