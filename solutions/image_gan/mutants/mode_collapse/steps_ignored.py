"""It always trains 500 steps.

Message: steps give the same generator
Mistake: specification
Change: real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed)) ->
    steps = 500
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
"""
