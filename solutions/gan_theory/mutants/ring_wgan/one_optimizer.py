"""Both networks have one optimizer.

Message: stopped with ValueError
Mistake: specification
Change WGAN: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights) -> self.c_optimizer.apply(tape.gradient(g_loss, weights), weights)
"""
