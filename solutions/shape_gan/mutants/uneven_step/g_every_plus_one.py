"""The generator rests for g_every steps between two updates.

Message: With g_every = 2 the generator should move in every second
Mistake: specification
Change UnevenGAN: self.steps_done % self.g_every == 0 -> self.steps_done % (self.g_every + 1) == 0
"""
