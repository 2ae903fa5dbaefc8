"""The distance of real points to the curve: the generator was forgotten.

Message: did not use make_generator()
Mistake: understanding
"""

def untrained_distance(curve, rng):
    return gankit.distance(sample_real(2000, curve, rng), curve)
