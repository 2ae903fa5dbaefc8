"""Measure studies of latent sizes, right ones and wrong ones, and derive the limits from them.

    python autograder/measure_studies.py [STUDIES]

Each right solution of the question `latent_size`, each mutant that says what it breaks, and each
attack on the question is carried out so many times (2 if not said) as the hidden test does it: once
plainly, and once with a discriminator that sees nothing. A number's limit lies halfway between the
right study that is farthest from right and the nearest of the wrong ones that are there for it.
Studies are kept in autograder/calibration/image_gan/latent_size.studies.jsonl and are not made
again; the limits go into latent_size.json beside it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gangrade import writing
from gangrade.calibrating import runs
from gangrade.candidate.candidate import Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import attacks
from gangrade.corpus.cases import read_cases
from gangrade.intake.submission import Cell
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.results.problems import Failed, Problem
from gangrade.results.versions import package_versions
from gangrade.verdicts import studies
from gangrade.verdicts.draws import Grading, in_force

PART, QUESTION, FUNCTION = "image_gan", "latent_size", "latent_study"
SECONDS = 300
LIMITS = ("fall", "moved")
"""What has a limit, by the names in a mutant's line `Breaks: …`: more of it is worse."""


def main(number: int) -> None:
    """Carry out the studies that are missing, and derive the limits."""
    course = Course.find(Path(__file__).parent)
    autograder = Autograder(course.autograder_zip(PART))
    names = [question.name for question in autograder.automatic]
    data = course.calibration(PART) / f"{QUESTION}.studies.jsonl"
    cases = {}
    for case in read_cases(course, PART, names):
        right = case.kind == "solution" or (case.kind == "variant" and case.question == QUESTION)
        if right or (case.question == QUESTION and case.breaks):
            cases[case.name] = (case.submission.cells, sorted(case.breaks))
    for attack in attacks.load(course.attacks):
        if attack.part == PART and f"def {FUNCTION}(" in attack.source:
            cases[attack.name] = ((Cell(1, attack.source),), list(LIMITS))
    known = runs.read(data)
    with WarmParent() as warm:
        for seed in range(number):
            for name, (cells, breaks) in cases.items():
                if (key := f"{name}|{seed}") not in known:
                    found = _study(warm, cells, seed)
                    entry = {"key": key, "case": name, "breaks": breaks, **found}
                    with data.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(entry, sort_keys=True) + "\n")
                    print(entry, flush=True)
    known = runs.read(data)
    content = {
        "limits": derive(known),
        "data": data.name,
        "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
        "versions": package_versions(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    path = data.with_name(f"{QUESTION}.json")
    writing.replace(path, json.dumps(content, indent=2) + "\n")
    print(content["limits"])


def _study(warm: WarmParent, cells: Any, seed: int) -> dict[str, Any]:
    """Carry out a study plainly and blind; return the numbers that were seen."""

    def run_network(network: Any, inputs: Any) -> Any:
        child = warm.fork()
        try:
            return child.ask("network", 60, network=network, inputs=inputs)
        finally:
            child.close()

    candidate = warm.fork()
    try:
        for cell in cells:
            candidate.run_cell(cell.number, cell.source, SECONDS)
        function = _function(candidate)
        with in_force(Grading(secret=f"studies {seed}", run_network=run_network)):
            plain = studies.plain_study(function)
            blind = studies.blind_study(function, plain.sizes)
            counted = {n: count / plain.steps for n, count in studies.counts(plain.report).items()}
            return {
                **counted,
                "fall": float(f"{studies.fall(plain.report, plain.images):.4g}"),
                "moved": float(f"{studies.moved(blind.report):.4g}"),
            }
    except (Problem, Failed, AssertionError) as problem:
        return {"problem": str(problem)}
    finally:
        candidate.close()


def _function(candidate: Candidate) -> RemoteFunction:
    def ask(do: str, **request: Any) -> Any:
        return candidate.ask(do, SECONDS, **request)

    return RemoteFunction(FUNCTION, ask)


def derive(records: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Return the limits: halfway between right and wrong studies.

    Raises:
        ValueError: if a right study is not nearer to right than each wrong one.
    """
    found = {}
    for name in LIMITS:
        known = [record for record in records.values() if name in record]
        right = max(r[name] for r in known if not r["breaks"])
        wrong = min(r[name] for r in known if name in r["breaks"])
        if right >= wrong:
            raise ValueError(f"{name}: a right study has {right}, a wrong one {wrong}.")
        found[name] = float(f"{(right + wrong) / 2:.3g}")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
