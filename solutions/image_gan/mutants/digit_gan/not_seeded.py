"""The seed is not used at all.

Message: start with different weights
Mistake: specification
Change: keras.utils.set_random_seed(seed) ->
"""
