"""The discriminator's optimizer updates the generator, too.

Message: Each network has its own optimizer
Mistake: specification
With: with_gradients
Change UnevenGAN: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights) ->
    rate = self.d_optimizer.learning_rate
    for weight, gradient in zip(weights, tape.gradient(g_loss, weights)):
        weight.assign_sub(rate * gradient)
    self.g_optimizer.iterations.assign_add(1)
"""
