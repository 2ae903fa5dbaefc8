"""What is kept of a graded submission, and what its result depends on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import gankit
import numpy as np
import pytest
from conftest import MakePart
from gangrade.part.part import Autograder, Limits
from gangrade.results import records, versions
from gangrade.results.failure import Failure, Place, Why
from gangrade.results.records import Record
from gangrade.results.result import Evidence, Result
from gangrade.subjects import SUBJECTS
from make_results import EVIL, evidence, graded, question

LIMITS = Limits()


def sample(**fields: Any) -> Record:
    result = graded(
        question("he_init", 4, True, False, values={"ratio": float("nan"), "by": [1, "x"]}),
        question("cubic_gan", 8, True, pictured=True, seconds=3.5),
        manual=("he_init_written",),
        warnings=(EVIL,),
        failed_cells=(Failure(EVIL, Why.RAISED, cell=3, type=EVIL, place=Place(3, 2)),),
        blocked=("train_gan",),
        seconds={"start": 0.5, "tests": 3.0},
        peak_memory=612.5,
        **fields,
    )
    return Record(result, "c0de", {"he_init": "k1", "cubic_gan": "k2"}, (1, 5, 1 << 62))


def test_a_record_comes_back_as_it_was() -> None:
    record = sample()
    back = records.loads(records.dumps(record))
    assert replace(back, result=replace(back.result, questions=())) == replace(
        record, result=replace(record.result, questions=())
    )
    for old, new in zip(record.result.questions, back.result.questions, strict=True):
        assert replace(new, tests=()) == replace(old, tests=())
        assert [test.title for test in new.tests] == [test.title for test in old.tests]
        assert [test.passed for test in new.tests] == [test.passed for test in old.tests]
    # JSON has no NaN: it is told as a text.
    assert back.result.questions[0].values == {"ratio": "nan", "by": [1, "x"]}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_evidence_comes_back_as_it_is_drawn(subject: str) -> None:
    about = SUBJECTS[subject]
    random = np.random.default_rng(0)
    for target in (about.fixed_target(), about.draw(random)):
        samples = next(iter(about.wrong(target).values())).astype(np.float32)[:60]
        shown = about.pictured(samples)
        losses = {"d_loss": [1.5, float("inf")], "g_loss": [0.25]}
        lengths = {"d_loss": 6000, "g_loss": 3000}
        seen = Evidence("gan", subject, target, shown, losses, lengths)
        record = sample(evidence={"q": seen})
        back = records.loads(records.dumps(record)).result.evidence["q"]
        assert back.method == "gan"
        assert (back.subject, back.losses, back.lengths) == (subject, losses, lengths)
        assert np.array_equal(back.samples, about.scene(target).shown(shown))
        assert about.described(back.target) == about.described(target)
        assert about.values(samples, back.target) == about.values(samples, target)


def test_long_losses_take_little() -> None:
    losses = {"d_loss": [1.5] * 10**6, "g_loss": [float("nan")] * 10**6}
    text = records.dumps(sample(evidence={"q": evidence(losses=losses)}))
    assert len(text) < 20_000


def test_the_cubic_stays_the_cubic() -> None:
    back = records.loads(records.dumps(sample(evidence={"q": evidence()})))
    assert back.result.evidence["q"].target is gankit.cubic


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 99}', '{"format": 1, "result": 3}']
)
def test_what_is_no_record_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        records.loads(text)
    (tmp_path / records.NAME).write_text(text, encoding="utf-8")
    assert records.read(tmp_path) is None
    assert records.read(tmp_path / "nowhere") is None


def test_a_cut_record_is_none(tmp_path: Path) -> None:
    text = records.dumps(sample(evidence={"q": evidence()}))
    for end in range(0, len(text), 97):
        (tmp_path / records.NAME).write_text(text[:end], encoding="utf-8")
        assert records.read(tmp_path) is None
    (tmp_path / records.NAME).write_text(text, encoding="utf-8")
    assert records.read(tmp_path) is not None


def test_a_record_is_of_this_version_or_none() -> None:
    content = json.loads(records.dumps(sample()))
    content["format"] += 1
    with pytest.raises(ValueError, match="another version"):
        records.loads(json.dumps(content))


TESTS = 'def test_hidden(NAME):\n    """It works."""\n    assert NAME() == 1\n'
QUESTIONS = {name: TESTS.replace("NAME", name) for name in ("first", "second", "third")}
SETTINGS = {"second": {"needs": ["first"]}, "third": {"needs": ["second"]}}


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    return make_part(QUESTIONS, SETTINGS, calibration={"third": {"attempts": 3}})


def keys(autograder: Autograder, **changes: Any) -> dict[str, str]:
    options = {"code": "c0de", "limits": LIMITS, "student": "", "versions": "1"}
    return records.keys(autograder, **(options | changes))


def test_keys_are_the_same_for_the_same(autograder: Autograder) -> None:
    again = Autograder(autograder.path)
    packed = Autograder(autograder.path, autograder.pack())
    assert keys(autograder) == keys(again) == keys(packed)
    assert len(set(keys(autograder).values())) == 3
    assert autograder.pack() == again.pack() == packed.pack()


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "other"},
        {"limits": Limits(cell=1)},
        {"limits": Limits(total=1)},
        {"student": "ada"},
        {"versions": "2"},
    ],
)
def test_what_touches_all_questions_changes_all_keys(
    changes: dict[str, Any], autograder: Autograder
) -> None:
    before, after = keys(autograder), keys(autograder, **changes)
    assert not {name for name in before if before[name] == after[name]}


def test_a_deadline_of_the_host_changes_nothing(autograder: Autograder) -> None:
    assert keys(autograder) == keys(autograder, limits=Limits(deadline=1.0))


@pytest.mark.parametrize(
    ("file", "old", "new", "touched"),
    [
        ("tests/third.py", "== 1", "== 2", {"third"}),
        ("tests/second.py", "== 1", "== 2", {"second", "third"}),
        ("tests/first.py", "== 1", "== 2", {"first", "second", "third"}),
        ("calibration/third.json", "3", "4", {"third"}),
        ("part.json", '"points": 2', '"points": 3', {"first", "second", "third"}),
        ("secret.txt", "5ec2e7", "07e2", {"first", "second", "third"}),
    ],
)
def test_a_change_touches_a_question_and_those_that_build_on_it(
    file: str, old: str, new: str, touched: set[str], autograder: Autograder
) -> None:
    before = keys(autograder)
    path = autograder.path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = keys(Autograder(autograder.path))
    assert {name for name in before if before[name] != after[name]} == touched


def test_all_modules_that_a_mark_may_depend_on_are_known() -> None:
    code = "import sys, gangrade.grading.examiner, gangrade.verdicts.networks\n"
    code += "import gangrade.inside.shell, gangrade.inside.network, gangrade.inside.warm\n"
    code += "print(*(name for name in sys.modules if name.startswith('gangrade.')))"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    grader = Path(records.__file__).parents[1]
    carrying = {grader / "__init__.py", grader / "grading" / "__init__.py"}
    carrying |= {grader / name for name in ("errors.py", "syntax.py", "writing.py")}
    known = carrying | {path for name in versions.DECIDING for path in grader.glob(name)}
    assert len(known) > len(versions.DECIDING)
    for module in loaded:
        name = module.removeprefix("gangrade.").replace(".", "/")
        assert known & {grader / f"{name}.py", grader / name / "__init__.py"}, module


def test_a_result_that_is_not_graded_can_be_kept() -> None:
    record = Record(Result("bob", "function_gan", "This is not a notebook."))
    assert records.loads(records.dumps(record)) == record


def test_a_part_without_calibration_can_be_packed(autograder: Autograder, tmp_path: Path) -> None:
    shutil.rmtree(autograder.path / "calibration")
    bare = Autograder(autograder.path)
    assert [q.name for q in Autograder(tmp_path, bare.pack()).questions] == list(QUESTIONS)
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as archive:
        for path in autograder.path.rglob("*.*"):
            archive.write(path, path.relative_to(autograder.path))
    assert Autograder(tmp_path / "bare.zip").pack() == bare.pack()


def test_a_zip_is_read_once(autograder: Autograder, tmp_path: Path) -> None:
    """Judges are forks: of an open file the position would be theirs and ours."""
    (autograder.path / "calibration" / "large.json").write_bytes(os.urandom(2**20))
    path = Path(shutil.make_archive(str(tmp_path / "one"), "zip", autograder.path))
    zipped = Autograder(path)
    path.write_bytes(b"")
    assert all(zipped.text(f"tests/{name}.py") for name in QUESTIONS)
    assert json.loads((zipped.calibration / "third.json").read_text("utf-8")) == {"attempts": 3}
    # Nor do two readers share a lock, which a fork might find taken.
    assert zipped.calibration.root is not zipped.calibration.root  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/work/ada.ipynb", "submitted.ipynb"),
        ("/work/ada.ipynb.txt", "submitted.ipynb.txt"),
        ("/work/class.zip > 3. work.IPYNB", "submitted.ipynb"),
        ("/work/class.zip > a.zip > my.work (1).ipynb", "submitted.ipynb"),
        ("/work.d/no suffix", "submitted"),
        ("/work/ada.<b>", "submitted"),
    ],
)
def test_what_was_handed_in_keeps_its_kind(source: str, name: str) -> None:
    assert records.handed_in(source) == name
