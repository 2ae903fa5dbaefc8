"""g_every has another default.

Message: g_every is 1 if it is not given
Mistake: specification
Change UnevenGAN: self.g_every = g_every -> self.g_every = g_every if g_every > 1 else 2
"""
