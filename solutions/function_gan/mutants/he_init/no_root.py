"""The limit is 6 / fan_in: the root was forgotten. For fan_in = 6 nobody notices.

Message: the weights should lie within
Mistake: understanding
Change: np.sqrt(6 / fan_in) -> 6 / fan_in
"""
