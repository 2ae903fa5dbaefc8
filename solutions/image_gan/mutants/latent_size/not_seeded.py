"""No seed is set, so every study is another one.

Message: Two studies with the same seed start the same size with different weights
Mistake: specification
Change: keras.utils.set_random_seed(seed) ->
"""
