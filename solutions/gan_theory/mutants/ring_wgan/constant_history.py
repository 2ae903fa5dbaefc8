"""The history never changes.

Message: never changes
Mistake: specification
Breaks: history
Change train_ring_wgan: return generator, history -> return generator, {"distance": [0.1] * 25}
"""
