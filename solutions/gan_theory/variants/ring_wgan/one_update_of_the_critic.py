"""One critic update for each of the generator, and larger batches.

Change train_ring_wgan: WGAN(generator, make_critic(), generator.input_shape[1]) -> WGAN(generator, make_critic(), generator.input_shape[1], n_critic=1)
Change train_ring_wgan: wgan.n_critic * 64 -> wgan.n_critic * 128
"""
