"""Controls of attacks: whether an attack gains something where its defence is left out.

The grader never does this. It shows that an audit, in which no attack gains anything, could fail.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from conftest import call
from gangrade.candidate.parent import WarmParent
from gangrade.corpus.arena import Arena
from gangrade.corpus.attacks import Attack, Trial
from gangrade.results.problems import Problem, Raised

SECONDS = 60
"""CPU time for tests in place."""


def layers_left_out(attack: Attack) -> tuple[str, ...]:
    """Return the layers to leave out for an attack's control; none if it has no control.

    Those in place read the grader's modules.
    """
    return ("namespaces", "landlock") if attack.in_place else attack.without


def control(attack: Attack, trial: Trial, warm: WarmParent) -> bool:
    """Return whether an attack gains something under a parent without ``layers_left_out``."""
    if attack.in_place:
        return bool(gains_in_place(attack, trial, warm))
    return trial.succeeds(attack, warm)


def gains_in_place(attack: Attack, trial: Trial, warm: WarmParent) -> list[str]:
    """Return what the attack gains where tests run beside it in one process, as in stock otter."""
    with Arena() as arena, contextlib.closing(warm.fork()) as child:
        files, points, calibration = {}, {}, {}
        for question in trial.autograder.automatic:
            assert question.tests is not None
            files[question.name] = question.tests.source
            points[question.name] = question.points
            decided = trial.autograder.calibration / f"{question.name}.json"
            if decided.exists():
                calibration[question.name] = decided.read_text(encoding="utf-8")
        try:
            child.ask("cell", SECONDS, number=0, source=_tests_on_disk(files))
            for cell in trial.submission(attack, arena).cells:
                with contextlib.suppress(Raised):
                    child.ask("cell", SECONDS, number=cell.number, source=cell.source)
            child.ask("cell", SECONDS, number=1000, source=_IN_PLACE)
            result = call(child, "run", files, points, calibration, seconds=SECONDS)
            marks, said = dict(result["marks"]), str(result["said"])
        except (Problem, KeyError, TypeError):
            return []
    found = [
        f"{name} got {score:g} points"
        for name, score in marks.items()
        if score and name not in attack.earns
    ]
    return found + trial.told(said)


def _tests_on_disk(files: dict[str, str]) -> str:
    return (
        "import pathlib\npathlib.Path('tests').mkdir()\n"
        f"for name, source in {files!r}.items():\n"
        "    pathlib.Path('tests', name + '.py').write_text(source)\n"
    )


_SOURCE = Path(__file__).with_name("in_place.py").read_text(encoding="utf-8")
_IN_PLACE = f"""
import sys
del sys.modules["otter"]
_in_place = {{"__name__": "in_place"}}
exec({_SOURCE!r}, _in_place)
def run(*args):
    return _in_place["run"](globals(), *args)
"""
