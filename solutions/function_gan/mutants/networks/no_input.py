"""keras.Input is left out, so the network has no weights before its first call.

Message: Begin it with keras.Input
Mistake: specification
Change: keras.Input((latent_dim,)), ->
"""
