"""Both networks have one optimizer.

Message: the generator's last bias should move
Mistake: specification
Change WGAN: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights) -> self.c_optimizer.apply(tape.gradient(g_loss, weights), weights)
"""
