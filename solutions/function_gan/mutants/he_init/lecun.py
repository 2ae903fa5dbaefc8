"""LeCun's limit sqrt(3 / fan_in), which is not made for ReLU.

Message: With fan_in = 24 the limit is
Mistake: understanding
Change: 6 / fan_in -> 3 / fan_in
"""
