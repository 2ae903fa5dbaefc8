"""It trains on the first three modes only.

Message: Your points cover
Mistake: understanding
Change train_ring_wgan: gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed)) ->
    gankit.sample_ring(50_000, centres[:3], sigma, np.random.default_rng(seed))
"""
