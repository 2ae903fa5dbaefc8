"""All but 8 codes are lost on the way.

Message: times that of the best matrix
Mistake: understanding
Change: layers.Dense(64), ->
    layers.Dense(8),
    layers.Dense(64),
"""
