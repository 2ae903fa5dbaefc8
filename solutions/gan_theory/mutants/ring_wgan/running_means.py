"""The values are running means over the steps.

Message: "c_loss" is
Mistake: understanding
Change WGAN: self.weight = weight ->
    self.weight = weight
    self.means = [keras.metrics.Mean(name=name) for name in ("c_loss", "g_loss", "distance")]
Change WGAN: return {"c_loss": c_loss, "g_loss": g_loss, "distance": distance} ->
    for mean, value in zip(self.means, (c_loss, g_loss, distance)):
        mean.update_state(value)
    return {mean.name: mean.result() for mean in self.means}
"""
