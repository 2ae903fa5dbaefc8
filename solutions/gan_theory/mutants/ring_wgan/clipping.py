"""Weights are clipped, in place of the penalty.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: self.c_optimizer.apply(tape.gradient(c_loss, weights), weights) ->
    self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
    for variable in weights:
        variable.assign(ops.clip(variable, -0.01, 0.01))
Change WGAN: c_loss = self.weight * gradient_penalty(self.critic, part, fake, mix) - distance -> c_loss = -distance
"""
