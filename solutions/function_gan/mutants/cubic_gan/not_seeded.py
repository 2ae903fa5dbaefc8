"""No seed is set: nobody can repeat a training.

Message: start with different weights
Mistake: specification
With: training
Change: keras.utils.set_random_seed(seed) ->
Change: np.random.default_rng(seed) -> np.random.default_rng()
"""
