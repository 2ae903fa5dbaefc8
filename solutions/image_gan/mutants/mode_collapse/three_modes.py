"""It trains on the first three modes only.

Message: Your points cover
Mistake: understanding
Change: gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
    -> gankit.sample_ring(50_000, centres[:3], sigma, np.random.default_rng(seed))
"""
