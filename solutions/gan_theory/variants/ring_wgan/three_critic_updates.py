"""Three critic updates for each of the generator, of smaller batches.

Change train_ring_wgan: generator.input_shape[1], n_critic=1) -> generator.input_shape[1], n_critic=3)
Change train_ring_wgan: wgan.n_critic * 256 -> wgan.n_critic * 64
"""
