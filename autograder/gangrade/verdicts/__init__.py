"""All that hidden tests may import: inputs nobody has seen, verdicts on random training.

A hidden test is an ordinary otter test that calls functions from here. While ``gangrade`` grades
a submission, a ``Grading`` is in force (``draws``): draws then depend on the secret, and networks
run in a process of their own. Without one (otter's own runs of the solution), draws are fixed and
public. Right answers are in ``references``, further checks of networks in ``networks``.
"""

from gangrade.verdicts.draws import note, opened, rng, sealed, seed, standard_normal
from gangrade.verdicts.gan import learns_nothing_untaught, needs_discriminator
from gangrade.verdicts.networks import check_he, check_linear_output, needs_more_builds
from gangrade.verdicts.references import small_gan
from gangrade.verdicts.studies import blind_study, plain_study, require_trained, require_untaught
from gangrade.verdicts.training import gains_by_training, learns, skip_if_lost, takes_training

__all__ = [
    "blind_study",
    "check_he",
    "check_linear_output",
    "gains_by_training",
    "learns",
    "learns_nothing_untaught",
    "needs_discriminator",
    "needs_more_builds",
    "note",
    "opened",
    "plain_study",
    "require_trained",
    "require_untaught",
    "rng",
    "sealed",
    "seed",
    "skip_if_lost",
    "small_gan",
    "standard_normal",
    "takes_training",
]
