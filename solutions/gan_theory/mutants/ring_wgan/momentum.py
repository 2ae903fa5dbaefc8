"""Adam with its usual momentum, and a large constant rate.

Message: of your points lie within 4 sigma
Mistake: understanding
Change train_ring_wgan: keras.optimizers.Adam(falling(5e-3, steps, alpha=0.02), 0.0, 0.9) -> keras.optimizers.Adam(2e-2)
Change train_ring_wgan: falling(5e-3, wgan.n_critic * steps, alpha=0.02), 0.0, 0.9 -> 2e-2
"""
