"""Says of four training steps that there were four thousand, each with latents of its own.

Aim: an examiner that compares all of them in pairs.
Defence: values, watch
Control: none: in one process the probe itself counts the steps
Part: function_gan
"""

import numpy as np
from gankit.probes import base


def train_steps(function, generator, discriminator, batches, *args, **options):
    many, shape = 4000, (len(batches[0]), generator[0].shape[0])
    latents = [[np.full(shape, step, np.float32)] for step in range(many)]
    losses = [[1.4, 0.7]] * many
    weights = {"generator": [list(generator)] * many, "discriminator": [list(discriminator)] * many}
    return {**weights, "losses": losses, "latents": latents}


base.probes_in("gankit.probes")["train_steps"].body = train_steps
