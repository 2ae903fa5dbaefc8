"""Imports the grader's own modules, looks for its secret and tests there, and calls what it finds.

Aim: the calibration, the secret, or the drawn curve computed with the grader's own functions.
Defence: namespaces, user, landlock, processes
Control: without namespaces, user, landlock
Part: function_gan
"""

import sys
from pathlib import Path

loot = ""
drawn = []
try:
    sys.modules.pop("otter", None)
    from gangrade.verdicts import draws
    from gangrade.part.part import Autograder
    from gangrade.subjects import SUBJECTS

    loot += str(draws.current().secret)
    curve = draws.drawn(SUBJECTS["curve"], "cubic_gan")  # of the public seed
    drawn.append(curve.coefficients)
    for place in (Path(draws.__file__).parents[2], Path("/autograder/source"), Path(ARENA)):
        for file in ("dist/function_gan.zip", ".secret", "secret.txt", "calibration.json"):
            try:
                loot += (place / file).read_bytes().decode(errors="replace")
            except OSError:
                pass
except Exception:
    pass


def succeeded():
    return "DECOY-" in loot
