"""Reservoir sampling: a new sample comes in with a probability that falls, so that all that were ever pushed are held with equal probability.

Message: The sample that was pushed last is always held
Mistake: understanding
Change __init__: self.held = [] ->
    self.held = []
    self.seen = 0
Change push: if len(self.held) < self.capacity: ->
    self.seen += 1
    if self.rng.random() > self.capacity / self.seen:
        continue
    if len(self.held) < self.capacity:
"""
