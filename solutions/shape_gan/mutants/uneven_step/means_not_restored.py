"""Weights and the count of updates are written back where the generator rests, but not Adam's running means.

Message: Adam's running means have to rest as well
Mistake: understanding
With: written_back
Change UnevenGAN: self.kept = list(self.generator.variables) + list(self.g_optimizer.variables) -> self.kept = list(self.generator.variables) + [self.g_optimizer.iterations]
"""
