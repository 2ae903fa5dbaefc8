"""The weights start the same in each call.

Message: Two calls of make_encoder give networks with the same weights
Mistake: specification
Change make_encoder: kernel_initializer="he_normal" -> kernel_initializer=keras.initializers.HeNormal(seed=1)
"""
