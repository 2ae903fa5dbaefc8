"""The calibration in the repository follows from its data, and from nothing else."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import zipfile
from pathlib import Path
from typing import Any

import gankit
import nbformat
import numpy as np
import pytest
from gangrade.calibrating import plots, runs
from gangrade.calibrating import thresholds as calibration
from gangrade.candidate.parent import WarmParent
from gangrade.corpus.cases import read_cases
from gangrade.errors import GangradeError
from gangrade.intake.submission import Cell
from gangrade.part.course import Course
from gangrade.part.training import Training
from gangrade.release.master import read_master
from gangrade.subjects import SUBJECTS
from gangrade.subjects.base import Generated
from gangrade.subjects.curves import is_unfamiliar
from gangrade.verdicts import joins
from gangrade.verdicts.measured import Attempt, shortfalls

REPOSITORY = Path(__file__).parents[2]
PART = "function_gan"
QUESTION = "cubic_gan"
FROM_DATA = (
    *("training", "thresholds", "attempts", "half_blind_attempts", "joins", "right", "wrong"),
)
CURVES = SUBJECTS["curve"]
LOSSES = CURVES.losses


TRAINING = Training.of(
    {
        "method": "gan",
        "subject": "curve",
        "function": "train_gan",
        "steps": 3000,
        "generator": "make_generator",
        "discriminator": "make_discriminator",
    }
)


@pytest.fixture(scope="module")
def records(course: Course) -> list[dict[str, Any]]:
    return list(runs.read(course.calibration(PART) / f"{QUESTION}.runs.jsonl").values())


@pytest.fixture(scope="module")
def decided(course: Course) -> dict[str, Any]:
    path = course.calibration(PART) / f"{QUESTION}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


TRAINED = {
    f"{path.stem}/{question.name}": Training.of(question.training)
    for path in sorted(Course.find(Path(__file__).parent).assignment.glob("*.ipynb"))
    for question in read_master(path).questions
    if question.training is not None
}


def breaks_of(course: Course, question: str) -> dict[str, frozenset[str]]:
    """Return what mutants of a question say that they break."""
    part, name = question.split("/")
    cases = read_cases(course, part, [name])
    return {case.name: case.breaks for case in cases if case.breaks and case.question == name}


SLOW = {"digits"}
"""Subjects whose measures take seconds."""


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(name, marks=pytest.mark.slow) if training.subject in SLOW else name
        for name, training in TRAINED.items()
    ],
)
def test_the_file_is_what_the_data_gives(course: Course, question: str) -> None:
    path = course.calibrations / f"{question}.json"
    decided = json.loads(path.read_text(encoding="utf-8"))
    data = path.parent / decided["data"]
    looked_at = None
    if about := decided.get("looked_at"):
        path = data.parent / about["data"]
        assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        looked_at = runs.read(path).values()
    breaks = breaks_of(course, question)
    derived = calibration.derive(TRAINED[question], runs.read(data).values(), looked_at, breaks)
    # Where no makers are named there is nothing that has to fit together.
    names = [n for n in FROM_DATA if n != "joins" or TRAINED[question].makers]
    assert {name: decided[name] for name in names} == {name: derived[name] for name in names}
    assert decided["sha256"] == hashlib.sha256(data.read_bytes()).hexdigest()
    assert decided["right"]["solution"]["at most"] <= calibration.AIM
    for name, figures in decided["right"].items():
        assert figures["a grading"] <= calibration.AIM, name


@pytest.mark.parametrize("question", [n for n, training in TRAINED.items() if training.makers])
def test_limits_of_what_fits_together_lie_between_right_and_wrong(
    course: Course, question: str
) -> None:
    """Right trainings use up half of what is allowed; what a mutant breaks is outside."""
    training = TRAINED[question]
    data = course.calibrations / f"{question}.watched.jsonl"
    decided = json.loads((course.calibrations / f"{question}.json").read_text(encoding="utf-8"))
    known, breaks = runs.read(data).values(), breaks_of(course, question)
    limits = calibration.join_limits(training, known, breaks)
    assert limits == decided["joins"]
    kept = [run for run in known if "joins" in run]
    assert {run["case"] for run in kept if run.get("blank")} >= {"solution"}
    caught = set()
    for run in kept:
        right, blank = calibration.is_right(run["case"]), run.get("blank", False)
        for limit in training.method.limits:
            if limit.blank == blank:
                use = limit.use(run["joins"][limit.number], limits[limit.name])
                assert not right or not use > 1 / 2, (run["key"], limit.name)
                if limit.name in breaks.get(run["case"], ()):
                    assert use > 1, (run["key"], limit.name)
                    caught.add(limit.name)
        if right:
            seen = {name: run["joins"][name] for name in joins.Joins.__dataclass_fields__}
            found = joins.Joins(**seen)
            joins.require(found, limits, training, run["steps"], taught=not blank)
    assert caught >= {"gap", "history", "moved"}


def test_limits_are_refused_where_right_and_wrong_are_alike() -> None:
    method = TRAINING.method
    best = {limit.number: limit.best for limit in method.limits}

    def run(case: str, blank: bool, **other: float) -> dict[str, Any]:
        return {"case": case, "blank": blank, "joins": {**best, **other}}

    right = [run("solution", blank) for blank in (False, True)]
    limits = calibration.join_limits(TRAINING, right, {})
    assert limits["gap"] == limits["jump"] == limits["updates"] == 0.5
    wrong = [*right, run("mutants/q/a", False, gap=0.1, updates=0.8)]
    limits = calibration.join_limits(TRAINING, wrong, {"mutants/q/a": {"gap"}})
    assert (limits["gap"], limits["updates"]) == (0.05, 0.5)
    near = [*wrong, run("variants/q/b", False, gap=0.03)]
    with pytest.raises(GangradeError, match="gap of variants/q/b uses up 60%"):
        calibration.join_limits(TRAINING, near, {"mutants/q/a": {"gap"}})
    with pytest.raises(GangradeError, match="A mutant breaks mood"):
        calibration.join_limits(TRAINING, right, {"mutants/q/a": {"mood"}})
    with pytest.raises(GangradeError, match="none tells the history"):
        calibration.join_limits(TRAINING, right[:1], {})


def test_limits_of_studies_lie_between_right_and_wrong_ones(course: Course) -> None:
    folder = course.calibration("image_gan")
    decided = json.loads((folder / "latent_size.json").read_text(encoding="utf-8"))
    data = folder / decided["data"]
    assert decided["sha256"] == hashlib.sha256(data.read_bytes()).hexdigest()
    known = runs.read(data)
    derive = runpy.run_path(str(REPOSITORY / "autograder" / "measure_studies.py"))["derive"]
    assert decided["limits"] == derive(known)
    for run in known.values():
        for name, limit in decided["limits"].items():
            assert (run[name] > limit) == (name in run["breaks"]), (run["key"], name)
    right = {run["case"].rpartition("/")[2] for run in known.values() if not run["breaks"]}
    variants = {path.stem for path in (course.variants("image_gan") / "latent_size").iterdir()}
    assert right >= {"solution", *variants}


def test_enough_right_runs_stand_behind_it(
    records: list[dict[str, Any]], decided: dict[str, Any]
) -> None:
    of_solution = [r for r in records if r["case"] == "solution" and not r["half_blind"]]
    assert len(of_solution) >= 100
    assert len({run["target"] for run in of_solution}) >= 20
    assert decided["right"]["solution"]["trainings"] < 1.3 * 3


def test_right_runs_do_not_share_seeds(records: list[dict[str, Any]]) -> None:
    seen = set()
    for record in records:
        case, curve, seed = record["case"], record["target"], record["seed"]
        if not case.startswith("mutants/"):
            run = (case, runs.training_seed(curve, seed), record["half_blind"])
            assert run not in seen, record["key"]
            seen.add(run)


def test_every_mutant_was_trained(course: Course, decided: dict[str, Any]) -> None:
    corpus = {
        case.name
        for case in read_cases(course, PART, [QUESTION])
        if case.kind == "mutant" and TRAINING.function in case.defines
    }
    assert decided["wrong"].keys() == corpus
    for name, figures in decided["wrong"].items():
        assert figures["fixed"]["runs"] + figures["drawn"]["runs"] >= 30, name


def test_wrong_clouds_are_rejected_by_a_margin(decided: dict[str, Any]) -> None:
    for name in ("fixed", *(f"drawn {i}" for i in range(24, 30))):  # not calibrated on
        for kind, values in calibration.wrong_clouds(CURVES, name).items():
            excess = CURVES.excess(values, decided["thresholds"])
            assert excess > 1.5, f"{kind} on {name}"


@pytest.mark.parametrize("question", TRAINED)
def test_students_read_and_get_the_limits_that_count(released_course: Path, question: str) -> None:
    part, name = question.split("/")
    copy = Course(released_course)
    decided = json.loads((copy.calibration(part) / f"{name}.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(copy.student_zip(part)) as archive:
        notebook = nbformat.reads(archive.read(f"{part}.ipynb").decode(), as_version=4)
        file = "gankit/data/limits.json"
        judged = json.loads(archive.read(file)) if file in archive.namelist() else {}
    [text] = [c.source for c in notebook.cells if f"### Question `{name}`" in c.source]
    subject = TRAINED[question].about
    best = {measure.name: measure.best for measure in subject.measures}
    about = judged.get(name)
    assert (about is None) == (not isinstance(subject, Generated))  # gankit.judge takes no others
    assert about is None or about["limits"].keys() == decided["thresholds"].keys()
    for measure, (low, high) in decided["thresholds"].items():
        row = next(
            row for row in text.splitlines() if row.startswith("|") and f"`{measure}`" in row
        )
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", row.split("|")[2])]
        # A threshold that is the best value there is excludes nothing.
        assert numbers == [limit for limit in (low, high) if limit != best.get(measure)], row
        if about is not None:
            assert [limit for limit in about["limits"][measure] if limit is not None] == numbers
    # What students must not know.
    assert about is None or about.keys() == {
        *("function", "steps", "samples", "measures", "losses", "relative", "fewest", "limits"),
    }


def test_derive_refuses_what_cannot_be_told_apart(records: list[dict[str, Any]]) -> None:
    with pytest.raises(GangradeError, match="Too few runs"):
        calibration.derive(
            TRAINING, [run for run in records if run["target"] in ("fixed", "drawn 1")]
        )
    spoiled = [
        {**run, "values": {**run["values"], "bend": 0.1}} if not run["half_blind"] else run
        for run in records
    ]
    with pytest.raises(GangradeError, match="fail a right case more often"):
        calibration.derive(TRAINING, spoiled)
    learned = [
        {**run, "values": {**run["values"], **dict.fromkeys(("distance", "residual"), 0.01),
                           "spread": 1.0, "bend": 1.0}}
        for run in records
    ]  # fmt: skip
    with pytest.raises(GangradeError, match=r"fail a right case more often .*half-blind|lowest"):
        calibration.derive(TRAINING, learned)


def test_use_says_whether_the_thresholds_are_met(
    records: list[dict[str, Any]], decided: dict[str, Any]
) -> None:
    thresholds = decided["thresholds"]
    met = []
    for record in records:
        if record["values"] and not record["half_blind"]:
            met.append(not shortfalls(TRAINING, record["values"], thresholds))
            assert (calibration.use(TRAINING, record["values"], thresholds) <= 1) == met[-1], (
                record["key"]
            )
    assert any(met)
    assert not all(met)
    assert calibration.use(TRAINING, {}, thresholds) == float("inf")


GOOD = {"distance": 0.0, "residual": 0.0, "spread": 1.0, "bend": 1.0, "d_loss": 1.35,
        "g_loss": 0.7, "d_loss_varies": 1.0, "g_loss_varies": 1.0}  # fmt: skip


def record(case: str, target: str, seed: int, bend: float, blind: bool = False) -> dict[str, Any]:
    return {
        "case": case,
        "target": target,
        "seed": seed,
        "half_blind": blind,
        "values": {**GOOD, "bend": bend},
    }


def more(case: str, on_fixed: list[float], on_drawn: list[float]) -> set[str]:
    """Return the targets on which a case with runs of these bends gets more runs."""
    drawn = [(f"drawn {i}", seed) for i in range(4) for seed in range(5)]
    solution = [record("solution", *run, 1.0, blind) for run in drawn for blind in (False, True)]
    solution += [record("solution", "fixed", seed, 1.0) for seed in range(10)]
    runs_of_case = [record(case, "fixed", i, bend) for i, bend in enumerate(on_fixed)]
    runs_of_case += [record(case, "drawn 0", i, bend) for i, bend in enumerate(on_drawn)]
    tasks = calibration.plan_more(TRAINING, [*solution, *runs_of_case])
    assert {task.case for task in tasks} <= {case}
    return {task.target.split()[0] for task in tasks}


def test_cases_that_the_first_runs_leave_open_get_more() -> None:
    good, near, far = 1.0, 0.5, 0.0
    assert more("variants/q/a", [good] * 10, [good] * 50) == set()
    assert more("variants/q/a", [good] * 9 + [far], [good] * 49 + [far]) == {"fixed"}
    assert more("variants/q/a", [good] * 10, [good] * 35 + [far] * 15) == {"drawn"}
    assert more("variants/q/a", [good] * 90 + [far] * 10, [good] * 50) == set()
    assert more("mutants/q/a", [far] * 2, [far] * 2) == set()
    assert more("mutants/q/a", [good] * 2, [far] * 2) == set()  # a grading asks for both
    assert more("mutants/q/a", [good] * 2, [good] * 2) == set()  # other tests catch it
    assert more("mutants/q/a", [far, near], [far, near]) == {"fixed", "drawn"}
    assert more("mutants/q/a", [good] * 2, [good, far]) == {"fixed", "drawn"}


def test_figures_of_a_case() -> None:
    thresholds = {"distance": [0, 0.2], "residual": [0, 0.6], "spread": [0.75, 1],
                  "bend": [0.57, 1.43], **LOSSES}  # fmt: skip
    half: list[calibration.Values] = [GOOD, {**GOOD, "bend": 0.0}]
    never: list[calibration.Values] = [{}, {}]
    figures = calibration.failing(TRAINING, [half, never], thresholds, attempts=2)
    assert (figures["failed"], figures["runs"]) == (3, 4)
    assert figures["a grading"] == pytest.approx((0.5**2 + 1) / 2, abs=1e-3)
    assert figures["trainings"] == pytest.approx((1.5 + 2) / 2, abs=1e-2)
    # Clopper and Pearson: with p = 0.9873, 3 or fewer failures in 4 runs come in 5 % of cases.
    assert figures["at most"] == pytest.approx(0.98726**2, abs=1e-3)


def test_figures_of_a_mutant() -> None:
    thresholds = {"distance": [0, 0.2], "residual": [0, 0.6], "spread": [0.75, 1],
                  "bend": [0.57, 1.43], **LOSSES}  # fmt: skip
    bad = {**GOOD, "bend": 0.0}
    mutant = calibration.Runs([GOOD, bad], {"drawn 0": [bad, bad]})
    figures = calibration.passing(TRAINING, mutant, thresholds, attempts=2)
    assert figures["fixed"]["passed"] == 1
    assert figures["drawn"]["passed"] == 0
    assert figures["drawn"]["closest"] == pytest.approx(1 / 0.43, abs=1e-2)
    assert figures["a grading"] == 0
    # 1.5 on the fixed one; then 2 on the drawn one if that was learned (3 of 4 gradings), 1 if not.
    assert figures["trainings"] == pytest.approx(1.5 + 0.75 * 2 + 0.25, abs=1e-2)


def test_a_plot_of_all_runs_and_one_of_some(
    records: list[dict[str, Any]], decided: dict[str, Any], tmp_path: Any
) -> None:
    thresholds = decided["thresholds"]
    records = [record for record in records if record["target"] in ("fixed", "drawn 1", "drawn 2")]
    plots.excesses(tmp_path / "all.png", TRAINING, records, thresholds)
    chosen = dict(plots.worth_seeing(TRAINING, records, thresholds))
    assert chosen["solution, typical"].target == "fixed"
    assert "lookup" in chosen
    assert "untrained" not in chosen
    points = gankit.cubic.points(300).astype(np.float32)
    seen = plots.panels(
        TRAINING,
        list(chosen.items()),
        lambda tasks: [Attempt(GOOD, points, {}, "") for _ in tasks],
    )
    assert [panel.title for panel in seen[5:]] == list(chosen)
    plots.looks(tmp_path / "some.png", CURVES, seen[:7], thresholds)
    for path in tmp_path.iterdir():
        assert path.read_bytes().startswith(b"\x89PNG")


def test_drawn_curves_are_far_from_familiar_ones() -> None:
    assert not is_unfamiliar(gankit.cubic)
    for i in range(5):
        assert is_unfamiliar(runs.target_of(CURVES, f"drawn {i}"))


def test_runs_are_not_made_twice(course: Course, tmp_path: Any) -> None:
    copy = tmp_path / "runs.jsonl"
    copy.write_bytes((course.calibration(PART) / f"{QUESTION}.runs.jsonl").read_bytes())
    done = runs.read(copy)
    tasks = [
        task
        for task in calibration.plan("solution", TRAINING, targets=24, seeds=10)
        if task.key in done
    ]
    assert len(tasks) > 300
    assert runs.make(TRAINING, {}, tasks, copy) == []  # no cells: a run would fail
    assert runs.read(copy) == done


def test_a_training_that_gives_nothing_counts_as_failed(warm: WarmParent) -> None:
    cell = Cell(1, "def train_gan(curve, steps, seed):\n    raise ValueError('no idea')")
    kept = runs.record(TRAINING, runs.PlannedRun("mutants/q/a", "fixed", 0), [cell], warm)
    assert kept["problem"] == "no idea"
    assert calibration.use(TRAINING, kept["values"], LOSSES) == float("inf")
