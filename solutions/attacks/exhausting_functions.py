"""Loops forever in each function, and catches whatever would end it.

Aim: a grader that waits forever, once for each question.
Defence: deadlines, ending
Control: none: without a deadline it never ends
Part: function_gan
"""

import re
import signal
import threading

for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGINT):
    signal.signal(number, lambda *args: None)


def forever(*args, **options):
    while True:
        try:
            re.match("(a+)+$", "a" * 40 + "b")  # C code, which no exception interrupts
        except BaseException:
            pass


def sample_real(n, curve, rng):
    forever()


def he_uniform(shape, rng):
    threading.Lock().acquire() and threading.Event().wait()


def adam_step(params, grads, state, **options):
    return adam_step(params, grads, state, **options) or forever()


def make_generator(latent_dim=5, n_outputs=2):
    return 9**9**9**9


def discriminator_loss(real_logits, fake_logits):
    import tensorflow as tf

    return tf.while_loop(lambda x: x > 0, lambda x: x + 0 * x, [real_logits[0, 0] ** 2 + 1.0])[0]


def untrained_distance(curve, rng):
    return sum(iter(int, 1))


def train_gan(curve, steps, seed):
    forever()
