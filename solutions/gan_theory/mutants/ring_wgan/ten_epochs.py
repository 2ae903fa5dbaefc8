"""The history has ten values.

Message: should have at least 25 values
Mistake: specification
Change train_ring_wgan: steps_per_execution=steps // 50, -> steps_per_execution=steps // 10,
Change train_ring_wgan: steps_per_epoch=steps // 50, -> steps_per_epoch=steps // 10,
Change train_ring_wgan: epochs=50 -> epochs=10
"""
