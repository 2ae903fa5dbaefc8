"""Each network is moved by the other one's optimizer.

Message: some other update moves them
Mistake: understanding
With: plain_gan
Change: self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
    -> self.g_optimizer.apply(tape.gradient(d_loss, weights), weights)
Change: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    -> self.d_optimizer.apply(tape.gradient(g_loss, weights), weights)
"""
