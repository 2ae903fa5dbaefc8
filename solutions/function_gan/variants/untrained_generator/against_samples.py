"""The real points are sampled instead of taken from the curve, and the generator runs by predict.
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(0, 2**31)))
    generator = make_generator()
    fake = generator.predict(rng.normal(size=(2000, 5)), verbose=0)
    return gankit.distance(sample_real(2000, curve, rng), fake)
