"""A list of letters, without the questions' names.

Message: should return a dictionary
Mistake: specification
"""


def concepts_practice():
    return ["a", "b", "c", "d", "a"]
