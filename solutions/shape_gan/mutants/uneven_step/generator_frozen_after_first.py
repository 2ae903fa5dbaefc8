"""The generator is frozen to rest, and never thawed.

Message: generator should move in
Mistake: understanding
Change UnevenGAN: self.steps_done % self.g_every == 0 -> self.steps_done == self.g_every
"""
