"""The limit is computed from fan_out, the second number of the shape.

Message: the weights should lie within
Mistake: understanding
Change: 6 / fan_in -> 6 / shape[1]
"""
