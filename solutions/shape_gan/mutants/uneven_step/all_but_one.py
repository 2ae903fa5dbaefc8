"""The generator rests in one of each g_every steps, and works in all others.

Message: the generator should move in one of each 3 consecutive steps
Mistake: understanding
Change UnevenGAN: self.steps_done % self.g_every == 0 -> tf.logical_or(self.steps_done % self.g_every != 0, self.g_every == 1)
"""
