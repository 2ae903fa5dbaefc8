"""The generator that is returned is a moving average (EMA) over the training.

With: own_gan
Change: self.latent_dim = latent_dim ->
    self.latent_dim = latent_dim
    self.average = keras.models.clone_model(generator)
    self.average.set_weights(generator.get_weights())
Change: return {"d_loss": d_loss, "g_loss": g_loss} ->
    for mean, weight in zip(self.average.variables, self.generator.variables):
        mean.assign(0.995 * mean + 0.005 * weight)
    return {"d_loss": d_loss, "g_loss": g_loss}
Change: kernel, bias = generator.layers[-1].get_weights() ->
    generator = gan.average
    kernel, bias = generator.layers[-1].get_weights()
"""
