"""The generator is always updated, and its old weights are written back where it rests; the optimizer goes on.

Message: optimizer should be used exactly once for each update
Mistake: understanding
With: written_back
Change UnevenGAN: self.kept = list(self.generator.variables) + list(self.g_optimizer.variables) -> self.kept = list(self.generator.variables)
"""
