"""The same letter for all questions.

Message: of the 5 answers are right
Mistake: understanding
"""


def concepts_losses():
    return dict.fromkeys(['q06', 'q07', 'q08', 'q09', 'q10'], "a")
