"""In one of each g_every steps the generator makes g_every updates, to catch up.

Message: optimizer should be used exactly once for each update
Mistake: understanding
Change UnevenGAN: lambda: self.update_generator(n), -> lambda: [self.update_generator(n) for _ in range(self.g_every)][-1],
"""
