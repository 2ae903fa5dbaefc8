"""The generator ends with a sigmoid, but the data lie between -1 and 1.

Message: yours lie between 0.00 and 1.00
Mistake: specification
With: small_generator
Change: activation="tanh" -> activation="sigmoid"
"""
