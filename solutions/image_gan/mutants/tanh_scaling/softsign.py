"""Softsign, x / (1 + |x|), stays between -1 and 1 too, but it is not tanh.

Message: it is not tanh that bounds them
Mistake: specification
With: small_generator
Change: activation="tanh" -> activation="softsign"
"""
