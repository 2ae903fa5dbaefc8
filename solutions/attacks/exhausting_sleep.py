"""Sleeps in every cell and in every function: that takes no computing time.

Aim: a grader that waits for hours, since only computing time is counted.
Defence: deadlines
Control: none: without a deadline it sleeps as long as it likes
Part: function_gan
"""

import time

try:
    get_ipython().events.register("pre_run_cell", lambda *args: time.sleep(40))
except Exception:
    pass


def sample_real(n, curve, rng):
    time.sleep(40)


def he_uniform(shape, rng):
    time.sleep(40)


def adam_step(params, grads, state, **options):
    time.sleep(40)
    return params, state


def make_generator(latent_dim=5, n_outputs=2):
    time.sleep(40)


def discriminator_loss(real_logits, fake_logits):
    time.sleep(40)


def untrained_distance(curve, rng):
    time.sleep(40)
