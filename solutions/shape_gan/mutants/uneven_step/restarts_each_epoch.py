"""The rhythm begins anew with each epoch.

Message: over two epochs
Mistake: specification
Change UnevenGAN: g_loss = tf.cond( ->
    self.steps_done.assign(tf.cond(self.steps_done > 7, lambda: 1, lambda: self.steps_done + 0))
    g_loss = tf.cond(
Change UnevenGAN: self.steps_done % self.g_every == 0 -> (self.steps_done - 1) % self.g_every == 0
"""
