"""The share is that of the samples near a mode.

Message: Both limits belong to it
Mistake: specification
Change: len(samples) -> np.sum(closest <= radius)
"""
