"""A course's own question: networks are fitted to a subject of its own, from master to page."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from gangrade import subjects
from gangrade.calibrating import runs
from gangrade.calibrating.calibrate import Effort, calibrate_question
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import audit
from gangrade.corpus.cases import Case, read_cases
from gangrade.part.course import Course
from gangrade.part.part import Autograder, Limits
from gangrade.part.training import Training
from gangrade.release.build import Released, ReleaseError, release_part
from gangrade.reports import class_page, pictures
from gangrade.results import records
from gangrade.results.records import Record
from gangrade.verdicts.draws import Grading, in_force
from gangrade.verdicts.measured import Attempt, measure

SUBJECT = '''\
"""Points near a line in the plane, which one number is almost enough for."""

from dataclasses import astuple, dataclass

import numpy as np
from gangrade.subjects import Fitted, Measure, Plane


@dataclass(frozen=True)
class Line:
    angle: float
    x: float
    y: float

    @property
    def along(self):
        return np.array([np.cos(self.angle), np.sin(self.angle)])

    def points(self, n, random):
        middle = [self.x, self.y] + random.normal(0, 1, (n, 1)) * self.along
        return (middle + random.normal(0, 0.2, (n, 2))).astype(np.float32)


class Lines(Fitted[Line]):
    fixed = "the diagonal"
    noun = "the line"
    caption = "Points that your networks gave back, and the line."
    samples = 400
    networks = ("encoder", "decoder")
    measures = (
        Measure(
            "ratio",
            best=0,
            keeps_out=("the mean", "across"),
            allowed=(0, 1.5),
            sentence="On new points the error is {value:.2f} times that of PCA; it should be at "
            "most {high:.2f}.",
        ),
    )

    def fixed_target(self):
        return Line(np.pi / 4, 0.5, 0.0)

    def draw(self, random):
        return Line(float(random.uniform(0, np.pi)), *map(float, random.uniform(-1, 1, 2)))

    def arguments(self, target):
        return [target.points(500, np.random.default_rng(1))]

    def shapes(self, target):
        return [(2,), (1,), (2,)]

    def inputs(self, target, random):
        return target.points(self.samples, random)

    def joined(self, stages):
        return np.stack([stages[0], stages[-1]], axis=1)

    def values(self, samples, target):
        [training] = self.arguments(target)
        mean = training.mean(axis=0)
        main = np.linalg.svd(training - mean, full_matrices=False)[2][:1]
        given, gotten = samples[:, 0], samples[:, 1]
        by_pca = mean + (given - mean) @ main.T @ main
        ratio = ((gotten - given) ** 2).mean() / ((by_pca - given) ** 2).mean()
        return {"ratio": float(np.nan_to_num(ratio, nan=np.inf))}

    def wrong(self, target):
        given = self.inputs(target, np.random.default_rng(2))
        mean = np.broadcast_to([target.x, target.y], given.shape)
        across = target.along[::-1] * [1, -1]
        return {
            "the mean": self.joined([given, mean]),
            "across": self.joined([given, mean + np.outer((given - mean) @ across, across)]),
        }

    def pictured(self, samples):
        return samples[:, 1]

    def scene(self, target):
        middle = np.array([target.x, target.y])
        ends = np.stack([middle - 3 * target.along, middle + 3 * target.along])
        return Plane(middle - 3, middle + 3, line=ends, square=True)

    def described(self, target):
        return list(astuple(target))

    def described_target(self, description):
        return Line(*description)


SUBJECT = Lines()
'''

TRAIN = '''\
def train_line(points, steps, seed):
    """Return an encoder and a decoder of one code, fitted to points (n, 2), and the history."""
    # BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    random = np.random.default_rng(seed)
    encode, decode = random.normal(0, 0.1, (2, 1)), random.normal(0, 0.1, (1, 2))
    shift, losses = np.zeros(2), []
    for _ in range(steps):
        batch = points[random.integers(0, len(points), BATCH)]
        codes = batch @ encode
        wrong = codes @ decode + shift - batch
        losses.append((wrong**2).mean())
        slopes = batch.T @ wrong @ decode.T, codes.T @ wrong, wrong.sum(axis=0)
        encode, decode, shift = (
            old - 0.02 / BATCH * slope
            for old, slope in zip((encode, decode, shift), slopes, strict=True)
        )
    return network(encode, np.zeros(1)), network(decode, shift), {"loss": losses}
    # END SOLUTION'''

HELPER = """\
import keras
import numpy as np

BATCH = 64


def network(kernel, bias):
    layers = [keras.Input(kernel.shape[:1]), keras.layers.Dense(len(bias))]
    model = keras.Sequential(layers)
    model.set_weights([kernel, bias])
    return model"""

QUESTION = """\
# BEGIN QUESTION
name: line
points: 2
all_or_nothing: true
training:
    method: fit
    subject: line
    function: train_line
    steps: 600"""

PUBLIC = '''\
def test_form(train_line):
    """Short trainings return what they should, and use all arguments."""
    import gankit
    import numpy as np

    def train(points, steps, seed, surroundings=1):
        asked = ([points], steps, seed, [[2], [1]], surroundings)
        return gankit.probes.fitted(train_line, *asked)

    points = np.random.default_rng(1).normal(size=(2, 50, 2)).astype(np.float32)
    run = train(points[0], 100, seed=1)
    assert len(run["loss"]) >= 10, "The history should have at least 10 values."
    gankit.checks.follows_arguments(train, run, data=(*points,), steps=100, name="train_line")'''


def hidden(name: str, title: str, call: str) -> tuple[str, str]:
    return (
        "code",
        f'# HIDDEN\ndef test_{name}(train_line):\n    """{title}"""\n'
        f"    from gangrade import verdicts\n\n    verdicts.{call}",
    )


MASTER = [
    ("raw", "# SETUP"),
    ("code", HELPER),
    ("raw", QUESTION),
    ("markdown", "Write `train_line`.\n\n<!-- LIMITS -->"),
    ("raw", "# BEGIN SOLUTION"),
    ("code", TRAIN),
    ("raw", "# END SOLUTION"),
    ("raw", "# BEGIN TESTS"),
    ("code", PUBLIC),
    hidden("early", "Nothing is learned at once.", 'takes_training(train_line, "line")'),
    hidden("fixed", "It learns the diagonal.", 'learns(train_line, "line", "fixed")'),
    hidden("drawn", "It learns another line.", 'learns(train_line, "line", "drawn")'),
    ("raw", "# END TESTS"),
    ("raw", "# END QUESTION"),
]

CHANGES = {
    "variants/line/all_points": ("points[random.integers(0, len(points), BATCH)]", "points[:64]"),
    "mutants/line/seed_ignored": ("default_rng(seed)", "default_rng(1)"),
    "mutants/line/steps_ignored": ("range(steps)", "range(600)"),
    "mutants/line/data_ignored": ("batch = points", "batch = np.ones((500, 2))"),
    "mutants/line/mean_only": ("network(decode, shift)", "network(0 * decode, shift)"),
    "mutants/line/two_codes": (
        "return network(encode, np.zeros(1))",
        "return network(np.hstack([encode, encode]), np.zeros(2))",
    ),
    "mutants/line/at_once": (
        "    return",
        "    main = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2][:1]\n"
        "    decode, encode = main * (1 + seed % 100 / 1e4 + steps / 1e6), main.T\n"
        "    shift = points.mean(axis=0) @ (np.eye(2) - main.T @ main)\n"
        "    return",
    ),
}
"""What each case of the corpus changes in the solution."""
MESSAGES = {
    "seed_ignored": "Two seeds give the same model",
    "steps_ignored": "100 and 200 steps give the same model",
    "data_ignored": "Other data give the same model",
    "mean_only": "times that of PCA",
    "two_codes": "The encoder should give samples of shape (n, 1), but it gave (n, 2).",
    "at_once": "After only 100 training steps your model knows the line already",
}


def write_course(root: Path) -> Course:
    course = Course(root)
    for folder in (course.assignment, course.subjects, course.image):
        folder.mkdir(parents=True)
    (course.subjects / "line.py").write_text(SUBJECT)
    for name in ("setup.sh", "run_autograder", "Dockerfile", "config.toml", "requirements.lock"):
        (course.image / name).write_text(f"# {name}\n")
    write_master(course)
    source = re.sub(r"\n    # (BEGIN|END) SOLUTION", "", TRAIN)
    for name, (old, new) in CHANGES.items():
        path = course.solutions / "fitting" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = source.replace(old, new)
        assert changed != source, name
        message = f"\n\nMessage: {MESSAGES[path.stem]}\n" if "mutants" in name else ""
        path.write_text(f'"""{path.stem}{message}"""\n\n\n{changed}\n')
    return course


def write_master(course: Course, changes: tuple[str, str] = ("", "")) -> None:
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}
    )
    for number, (kind, source) in enumerate(MASTER, start=1):
        make = getattr(nbformat.v4, f"new_{kind}_cell")
        notebook.cells.append(make(source.replace(*changes), id=f"id-{number}"))
    nbformat.write(notebook, course.master("fitting"))


def train_here(
    training: Training, task: runs.PlannedRun, cells: Any, **_others: Any
) -> tuple[Attempt, dict[str, float], float]:
    """Make a run of a calibration in this process: quicker than a candidate for each."""
    space: dict[str, Any] = {}
    for cell in cells:
        if "grader" not in cell.source:  # otter's
            exec(cell.source, space)
    target = runs.target_of(training.about, task.target)
    seed = runs.training_seed(task.target, task.seed)
    function = space[training.function]
    run = training.method.train(
        function,
        training.about,
        target,
        steps=training.steps,
        seed=seed,
        makers=training.makers,
    )
    with in_force(Grading()):
        return measure(run, training, target, task.key), {}, 0.0


def corpus(course: Course, autograder: Autograder) -> dict[str, Case]:
    return {case.name: case for case in read_cases(course, "fitting", autograder.names)}


@pytest.fixture(scope="module")
def known() -> Iterator[None]:
    """Forget the course's subject at the end: other tests go through all there are."""
    yield
    subjects.SUBJECTS.pop("line", None)
    subjects._sources.pop("line", None)


@pytest.fixture(scope="module")
def fresh(
    tmp_path_factory: pytest.TempPathFactory,
    known: None,  # noqa: ARG001
) -> tuple[Course, Released]:
    """A new course, released once."""
    scratch = write_course(tmp_path_factory.mktemp("fitting") / "course")
    return scratch, release_part(scratch, "fitting")


@pytest.fixture(scope="module")
def calibrated(fresh: tuple[Course, Released]) -> tuple[Course, Autograder]:
    """The course with its question calibrated, released again."""
    scratch, released = fresh
    question = Autograder(released.autograder_zip).automatic[0]
    assert question.training is not None
    found = corpus(scratch, Autograder(released.autograder_zip))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_train", train_here)
        patch.setattr(runs, "WarmParent", NoParent)
        calibrate_question(
            scratch.calibration("fitting"),
            "line",
            question.training,
            {name: case.submission.cells for name, case in found.items() if name != "blank"},
            Effort(seeds=2, targets=8, rounds=1, jobs=1),
        )
    released = release_part(scratch, "fitting")
    assert released.uncalibrated == ()
    return scratch, Autograder(released.autograder_zip)


class NoParent:
    """Stands for a warm parent where no candidate is needed."""

    def __enter__(self) -> None:
        """Start nothing."""

    def __exit__(self, *_error: object) -> None:
        """End nothing."""


def test_a_release_carries_the_subject_to_the_grader_alone(
    fresh: tuple[Course, Released],
) -> None:
    _, released = fresh
    assert released.uncalibrated == ("line",)
    with zipfile.ZipFile(released.autograder_zip) as archive:
        assert archive.read("subjects/line.py").decode() == SUBJECT
    with zipfile.ZipFile(released.student_zip) as archive:
        assert not [name for name in archive.namelist() if "subject" in name]


@pytest.mark.slow
def test_what_was_derived(calibrated: tuple[Course, Autograder]) -> None:
    course, _ = calibrated
    decided = json.loads((course.calibration("fitting") / "line.json").read_text("utf-8"))
    assert decided["training"]["method"] == "fit"
    assert decided["thresholds"] == {"ratio": [0, 1.5]}
    assert decided["half_blind_attempts"] == 0
    assert decided["right"]["solution"]["fixed"]["failed"] == 0
    assert decided["wrong"]["mutants/line/mean_only"]["drawn"]["passed"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["solution", "blank", *CHANGES])
def test_right_answers_win_and_wrong_ones_lose(
    calibrated: tuple[Course, Autograder], warm: WarmParent, name: str
) -> None:
    course, autograder = calibrated
    finding = audit.check(corpus(course, autograder)[name], autograder, warm)
    assert finding.surprises == ()


@pytest.mark.slow
def test_reports_draw_what_the_networks_gave(
    calibrated: tuple[Course, Autograder], warm: WarmParent, tmp_path: Path
) -> None:
    course, autograder = calibrated
    result = audit.check(corpus(course, autograder)["solution"], autograder, warm).result
    seen = result.evidence["line"]
    assert (seen.method, seen.subject, seen.samples.shape) == ("fit", "line", (400, 2))
    samples, losses = pictures.draw(seen)
    assert samples.caption.startswith("Points that your networks gave back, and the line.")
    assert losses.alt.startswith("Line plot of the losses over the training: loss from ")
    kept = records.loads(records.dumps(Record(result)))
    class_page.write([kept], tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    [details] = re.findall(r'<script[^>]*id="details"[^>]*>(.*?)</script>', page, re.DOTALL)
    [drawn] = json.loads(details)["pictures"].values()
    assert {"line", "points", "losses"} <= drawn.keys()
    assert drawn["losses"].keys() == {"steps", "top", "loss"}


@pytest.mark.slow
def test_a_run_in_a_candidate_is_measured_alike(
    calibrated: tuple[Course, Autograder], warm: WarmParent
) -> None:
    course, autograder = calibrated
    training = autograder.automatic[0].training
    assert training is not None
    cells = corpus(course, autograder)["solution"].submission.cells
    task = runs.PlannedRun("solution", "drawn 1", 1)
    kept = runs.read(course.calibration("fitting") / "line.runs.jsonl")
    made = runs.record(training, replace(task, seed=101), cells, warm)
    [before] = [r for r in kept.values() if r["key"] == made["key"]]
    assert made["values"]["ratio"] == pytest.approx(before["values"]["ratio"], rel=1e-3)


@pytest.mark.slow
def test_results_depend_on_the_subject(
    calibrated: tuple[Course, Autograder], tmp_path: Path
) -> None:
    _, autograder = calibrated
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(autograder.path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            more = b"\n# another subject\n" if name == "subjects/line.py" else b""
            new.writestr(name, old.read(name) + more)
    packed = Autograder(changed, autograder.pack())  # what a worker gets
    assert packed.text("subjects/line.py") == SUBJECT
    before, after = (
        records.keys(graded, "code", Limits(), "", "1") for graded in (packed, Autograder(changed))
    )
    assert before["line"] != after["line"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes", [("steps: 600", "steps: 1200"), ("function: train_line", "function: network")]
)
def test_release_refuses_a_calibration_of_another_training(
    calibrated: tuple[Course, Autograder], changes: tuple[str, str]
) -> None:
    course, _ = calibrated
    write_master(course, changes)
    try:
        with pytest.raises(ReleaseError) as caught:
            release_part(course, "fitting")
    finally:
        write_master(course)
    [problem] = caught.value.problems
    assert problem.startswith("cell 3 (# BEGIN QUESTION): its training is not the one that was")
    assert "Delete line.json and line.runs.jsonl in calibration/fitting" in problem


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("curve", SUBJECT, "subjects/curve.py: gangrade has a subject of this name; rename it"),
        ("song", "SUBJECT = 3", "subjects/song.py should define SUBJECT, an instance of"),
        ("song", "import gankitt", "subjects/song.py: ModuleNotFoundError: No module named"),
    ],
)
def test_subjects_that_cannot_be_used_are_named(
    fresh: tuple[Course, Released], name: str, source: str, complaint: str
) -> None:
    course, _ = fresh
    path = course.subjects / f"{name}.py"
    path.write_text(source)
    try:
        with pytest.raises(ReleaseError) as caught:
            release_part(course, "fitting")
    finally:
        path.unlink()
    assert caught.value.problems[0].startswith(complaint)


def test_networks_must_fit_together(
    fresh: tuple[Course, Released],  # noqa: ARG001 - loads the subject
) -> None:
    training = Training.of(
        {"method": "fit", "subject": "line", "function": "train_line", "steps": 600}
    )
    space: dict[str, Any] = {}
    exec(HELPER, space)

    def train(_points: Any, _steps: int, _seed: int) -> Any:
        network = space["network"]
        history = {"loss": np.arange(10)}
        return network(np.ones((2, 1)), np.zeros(1)), network(np.ones((3, 2)), np.zeros(2)), history

    target = training.about.fixed_target()
    run = training.method.train(train, training.about, target, steps=600, seed=1, makers={})
    with pytest.raises(AssertionError, match=r"decoder should take inputs of shape \(n?,? ?1,?\)"):
        measure(run, training, target, "form")
