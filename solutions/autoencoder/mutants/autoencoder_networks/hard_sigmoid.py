"""A hard sigmoid, which has corners.

Message: it is not a sigmoid alone
Mistake: specification
Change make_decoder: activation="sigmoid" -> activation="hard_sigmoid"
"""
