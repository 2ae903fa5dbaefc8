"""The generator works with probability 1 / g_every, by chance.

Message: generator
Mistake: understanding
Change UnevenGAN: self.steps_done % self.g_every == 0 -> tf.random.uniform(()) * self.g_every < 1
"""
