"""Hostile submissions gain nothing, harm nothing, and would succeed without their defence."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import call, cell
from controls import control, layers_left_out
from gangrade.candidate import candidate as candidate_module
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.corpus import attacks as hostile
from gangrade.corpus.arena import Arena
from gangrade.corpus.attacks import Attack, Trial
from gangrade.corpus.cases import CorpusError, read_cases
from gangrade.grading import judge
from gangrade.inside import sandbox
from gangrade.intake.submission import Cell, Submission, code_hash
from gangrade.intake.trainings import worth_reading
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.results.problems import why_failed

ROOT = Path(__file__).parents[2]
ATTACKS = {attack.name: attack for attack in hostile.load(Course(ROOT).attacks)}
PART = "function_gan"
FEW = [
    "reading_disk",
    "escaping_signals",
    "leaking_udp",
    "leaking_curve_in_names",
    "forging_lying_array",
    "exhausting_processes",
    "outliving_daemon",
]
"""One of each group at least; ``gangrade audit`` tries all of them."""
QUICK = FEW[:4]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")


@pytest.fixture(scope="session")
def trial(released_course: Path) -> Trial:
    """The part as it is released here."""
    course = Course(released_course)
    return Trial.of(course, PART, Autograder(course.autograder_zip(PART)))


WarmWithout = Callable[[Sequence[str]], WarmParent]


@pytest.fixture(scope="module")
def warm_without() -> Iterator[WarmWithout]:
    """A function that gives a warm parent without some layers; it keeps the last one."""
    kept: dict[tuple[str, ...], WarmParent] = {}

    def get(without: Sequence[str]) -> WarmParent:
        layers = tuple(sorted(without))
        if layers not in kept:
            for other in kept.values():
                other.close()
            kept.clear()
            kept[layers] = WarmParent(layers)
        return kept[layers]

    yield get
    for parent in kept.values():
        parent.close()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let attacks that sleep be ended soon."""
    monkeypatch.setattr(candidate_module, "WALL_SECONDS", 10)


# --- the corpus ----------------------------------------------------------------------------------


def test_there_are_enough() -> None:
    groups = dict.fromkeys(hostile.GROUPS, 0)
    for attack in ATTACKS.values():
        groups[attack.path.stem.split("_")[0]] += 1
    assert {name.split("_")[0] for name in FEW} == {*hostile.GROUPS}
    assert sum(groups.values()) >= 40
    assert min(groups.values()) >= 4, groups


@pytest.mark.slow
def test_an_attack_is_tried_where_its_functions_are(released_course: Path) -> None:
    course = Course(released_course)
    functions = {
        part: {
            name for q in Autograder(course.autograder_zip(part)).automatic for name in q.functions
        }
        for part in course.parts()
    }
    for attack in ATTACKS.values():
        defined = set(re.findall(r"^def (\w+)", attack.source, re.MULTILINE))
        others = {part: defined & names for part, names in functions.items() if part != attack.part}
        assert not any(others.values()), (attack.name, others)


FORGED = {
    *("polynomial", "staircase", "image_table", "library_answers", "weight_noise"),
    *("mean_image", "solved_decoder", "staircase_wgan"),
    *("slow_walk", "turning_walk", "lying_array", "frames"),
}
"""Attacks on trainings: a person is told to read each, also one that is not caught otherwise."""


@pytest.mark.slow
def test_every_forged_training_is_one_to_read_and_hardly_a_right_one(released_course: Path) -> None:
    course = Course(released_course)
    forged, right = {}, {}
    for part in course.parts():
        autograder = Autograder(course.autograder_zip(part))
        trained = {q.name: (q.trains, q.fitted) for q in autograder.automatic if q.trains}
        for attack in ATTACKS.values():
            for functions, fitted in trained.values():
                names = "|".join(functions)
                if "forging" in attack.name and re.search(
                    rf"^(def )?({names})\b( =|\()", attack.source, re.MULTILINE
                ):
                    found = worth_reading([Cell(1, attack.source)], functions, fitted=fitted)
                    forged[attack.name.removeprefix("attacks/forging_")] = found
        for case in read_cases(course, part, [q.name for q in autograder.automatic]):
            for name, (functions, fitted) in trained.items():
                if case.kind == "solution" or (case.kind == "variant" and case.question == name):
                    cells = case.submission.cells
                    right[case.name, name] = worth_reading(cells, functions, fitted=fitted)
    assert forged.keys() >= FORGED
    assert all(forged.values()), forged
    assert len(right) >= 43
    listed = {case: reasons for case, reasons in right.items() if reasons}
    assert len(listed) <= len(right) / 20, listed


@pytest.mark.slow
@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in FEW]
)
def test_attacks_gain_and_harm_nothing(name: str, trial: Trial, warm: WarmParent) -> None:
    assert trial.check(ATTACKS[f"attacks/{name}"], warm) == []


CONTROLS = sorted(
    (attack for attack in ATTACKS.values() if layers_left_out(attack)),
    key=lambda attack: sorted(layers_left_out(attack)),
)


@pytest.mark.audit
@pytest.mark.parametrize("attack", CONTROLS, ids=lambda attack: attack.name)
def test_without_their_defence_they_succeed(
    attack: Attack, trial: Trial, warm_without: WarmWithout
) -> None:
    assert control(attack, trial, warm_without(layers_left_out(attack)))


@pytest.mark.audit
@pytest.mark.parametrize("group", hostile.GROUPS)
def test_honest_work_is_graded_as_ever(group: str, trial: Trial, warm: WarmParent) -> None:
    """Before, beside and after an attack."""
    attack = next(a for a in ATTACKS.values() if a.path.stem.startswith(group) and not a.is_file)
    assert trial.marks_of_honest(warm) == trial.full_marks
    assert trial.check(attack, warm, beside=True) == []
    assert trial.marks_of_honest(warm) == trial.full_marks


# --- the check can fail --------------------------------------------------------------------------


def attack(folder: Path, body: str, control: str = "without seccomp") -> Attack:
    """Return an attack that is made up for a test."""
    said = f'"""Tries.\n\nAim: to.\nDefence: values\nControl: {control}\nPart: {PART}\n"""\n'
    text = body if "def " in body else f"{body}\n\ndef succeeded():\n    return False\n"
    (folder / "reading_planted.py").write_text(said + text, encoding="utf-8")
    (planted,) = hostile.load(folder)
    return planted


PLANTED = {
    "rewrites results": (
        "open(ARENA + '/results/results.json', 'w').write('100')",
        "results/results.json has changed",
    ),
    "leaves a file": (
        "import os; open('/tmp/attack-' + os.path.basename(ARENA), 'w').close()",
        "has changed",
    ),
    "ends a process": ("import os; os.kill(BYSTANDER, 9)", "the decoy process has changed"),
    "limits a process": (
        "import resource; resource.prlimit(BYSTANDER, resource.RLIMIT_CORE, (0, 0))",
        "the decoy process has changed",
    ),
    "connects": (
        "import socket; socket.create_connection(('127.0.0.1', PORT))",
        "somebody reached tcp",
    ),
    "succeeds": ("def succeeded():\n    return True", "it succeeded"),
    "earns marks": (
        "import numpy as np\n\ndef he_uniform(shape, rng):\n    limit = np.sqrt(6 / shape[0])\n"
        "    return rng.uniform(-limit, limit, shape).astype('float32')\n"
        "\n\ndef succeeded():\n    return False",
        "he_init got ",
    ),
    "tells": ("raise ValueError(open(ARENA + '/secret.txt').read())", "tells a decoy's text"),
}


QUICK_PLANTED = ("rewrites results", "earns marks", "tells")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in QUICK_PLANTED else pytest.mark.slow) for n in PLANTED],
)
def test_a_planted_success_is_noticed(
    name: str, tmp_path: Path, trial: Trial, warm_without: WarmWithout
) -> None:
    body, finding = PLANTED[name]
    found = trial.check(attack(tmp_path, body), warm_without(sandbox.LAYERS))
    assert any(finding in one for one in found), found


def test_what_is_left_behind_is_cleared_away(
    tmp_path: Path, trial: Trial, warm_without: WarmWithout
) -> None:
    planted = attack(tmp_path, "import os; open('/tmp/attack-left', 'w').close()")
    assert trial.check(planted, warm_without(sandbox.LAYERS)) != []
    assert not Path("/tmp/attack-left").exists()


@pytest.mark.slow
def test_a_process_that_is_left_is_noticed(
    tmp_path: Path, trial: Trial, warm_without: WarmWithout, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "import os, time\nif os.fork() == 0:\n    time.sleep(60)\n    os._exit(0)"
    planted, parent = attack(tmp_path, body), warm_without(sandbox.LAYERS)
    kept: list[Candidate] = []
    with monkeypatch.context() as patch:
        patch.setattr(Candidate, "close", lambda self: kept.append(self))
        found = trial.check(planted, parent)
    for child in kept:
        child.close()
    assert any("is still there" in one for one in found), found


SEALED = ["exception", "in_names", "in_refusals", "forged"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SEALED)
def test_without_sealed_questions_the_drawn_curve_is_told(
    name: str, trial: Trial, warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "why_failed", lambda error, sealed: why_failed(error))  # noqa: ARG005
    found = trial.check(ATTACKS[f"attacks/leaking_curve_{name}"], warm)
    assert "feedback.html tells what was drawn" in found


def test_active_pages_are_noticed() -> None:
    page = hostile._Active()
    page.feed('<p onclick="x"><script>1</script><img src="http://x"><img src="data:image/png">')
    assert page.found == ["<p onclick>", "<script>", "<img src>"]


def test_hidden_lines_are_noticed(trial: Trial) -> None:
    line = max(trial._hidden_lines, key=len)
    submission = Submission("none", (Cell(1, "1"),))
    assert trial.told(f"<pre>{line}</pre>", submission) == [f"a hidden line: {line}"]
    assert trial.told("Nothing is told.", submission) == []


def test_an_arena_is_as_it_was(tmp_path: Path) -> None:
    with Arena() as arena:
        before = arena.world()
        assert len(before) >= 9
        assert arena.world() == before
        (arena.root / "other" / "submission.ipynb").unlink()
        (arena.root / "link").symlink_to(tmp_path)
        changes = hostile._changes(before, arena.world())
    assert [Path(change.split()[0]).name for change in changes] == ["link", "submission.ipynb"]
    assert not arena.root.exists()


@pytest.mark.parametrize(
    ("about", "complaint"),
    [
        ("Tries.", "needs lines Aim, Control, Defence"),
        ("Tries.\n\nAim: a\nDefence: b\nControl: perhaps\nPart: p", "Control is"),
        ("Tries.\n\nAim: a\nDefence: b\nControl: without walls\nPart: p", "unknown layers"),
        (
            "Tries.\n\nAim: a\nDefence: b\nControl: without user\nPart: p",
            "does not define succeeded",
        ),
    ],
)
def test_a_file_that_says_too_little_is_refused(about: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "reading_x.py").write_text(f'"""{about}\n"""\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=complaint):
        hostile.load(tmp_path)


TELLS = """
import inspect
def known():
    code = known.__code__
    return [inspect.getsource(known), code.co_filename, code.co_firstlineno]  # {}
"""


@pytest.mark.parametrize(
    "other",
    [
        Cell(1, TELLS.format("two")),
        Cell(2, TELLS.format("one")),
        Cell(1, TELLS.format("one").replace("inspect\n", "inspect\n\n", 1)),
    ],
)
def test_what_code_knows_of_itself_changes_what_is_drawn(other: Cell, warm: WarmParent) -> None:
    """Otherwise a comment could tell a curve that the same code has met before."""
    one, seen = Cell(1, TELLS.format("one")), []
    for shown in (one, other):
        child = warm.fork()
        cell(child, shown.source, shown.number)
        seen.append(call(child, "known"))
        child.close()
    assert seen[0] != seen[1]
    assert code_hash([one]) != code_hash([other])
