"""The seed is set once, so that only the first size starts from it.

Message: before you make the networks of each size
Mistake: specification
Change latent_study: keras.utils.set_random_seed(seed) ->
Change latent_study: records = [] ->
    records = []
    keras.utils.set_random_seed(seed)
"""
