"""The networks are returned untrained, with a made-up history.

Message: the argument steps is not used
Mistake: understanding
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    noise = 0.01 * np.random.default_rng(seed).standard_normal(50)
    return make_generator(), {"d_loss": list(1.386 + noise), "g_loss": list(0.693 + noise)}
