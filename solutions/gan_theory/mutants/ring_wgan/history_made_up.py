"""The history is made up: a distance that falls.

Message: The history should hold the distances
Mistake: understanding
Breaks: history
Change train_ring_wgan: return generator, history -> return generator, {"distance": np.linspace(1.0, 0.1, 50)}
"""
