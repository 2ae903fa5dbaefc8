"""Nothing is seeded.

Message: Start train_autoencoder with
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> pass
Change: seed=seed -> seed=None
"""
