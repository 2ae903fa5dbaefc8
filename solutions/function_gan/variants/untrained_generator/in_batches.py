"""The points are made in twenty batches of a hundred.
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(rng.integers(2**31).item())
    generator = make_generator()
    batches = []
    for _ in range(20):
        latents = tf.constant(rng.normal(0, 1, (100, 5)), tf.float32)
        batches.append(generator(latents).numpy())
    return float(gankit.distance(np.concatenate(batches), curve.points()))
