"""σ(x) - 1 for -σ(-x): at a logit of 40 nothing is left.

Message: not right to nine digits
Mistake: understanding
Change: return -sigmoid(-x) -> return sigmoid(x) - 1
"""
