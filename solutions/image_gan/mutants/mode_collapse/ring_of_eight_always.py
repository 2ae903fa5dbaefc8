"""It always trains on the ring of the notebook.

Message: Other data give the same generator
Mistake: specification
Change: real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed)) ->
    centres, sigma = gankit.ring(), 0.05
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
"""
