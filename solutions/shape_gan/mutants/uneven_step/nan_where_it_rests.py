"""Where the generator rests, its loss is reported as NaN.

Message: The losses should be finite numbers in every step
Mistake: specification
Change UnevenGAN: lambda: self.generator_loss(self.discriminator(self.fake(n))), -> lambda: tf.constant(float("nan")),
"""
