"""It trains on the known ring, whatever it gets.

Message: Other data give the same generator
Mistake: specification
Change train_ring_wgan: real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed)) -> real = gankit.sample_ring(50_000, gankit.ring(), 0.05, np.random.default_rng(seed))
"""
