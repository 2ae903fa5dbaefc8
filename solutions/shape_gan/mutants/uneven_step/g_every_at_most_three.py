"""Who rests too long learns nothing: g_every is bounded by 3.

Message: With g_every = 5 the generator should move in one of each 5
Mistake: specification
Change UnevenGAN: self.g_every = g_every -> self.g_every = min(g_every, 3)
"""
