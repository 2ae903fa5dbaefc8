"""A course of one's own: a folder that is no clone, and its upgrade by a merge."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import gangrade
import pytest
from gangrade.cli import app
from gangrade.cli.promises import tell_gaps
from gangrade.corpus import own
from gangrade.corpus.baseline import Baseline
from gangrade.errors import InputError
from gangrade.part.course import Course
from gangrade.release import init, kit, wheel
from gangrade.release.master import read_master
from typer.testing import CliRunner

PART, OTHER = "function_gan", "image_gan"
MASTER = f"assignment/{PART}.ipynb"
TEXT = kit.part_files(PART)[MASTER].decode()
NAMES = re.findall(r'"name: (\w+)\\n",\s+"points: ', TEXT)
"""Of the questions that a machine marks."""
[POINTS] = re.findall(rf'"name: {NAMES[-1]}\\n",\s+"points: [0-9.]+', TEXT)
"""Of the last one, whatever they are."""


def worth(points: int) -> str:
    """Return the same lines with other points."""
    return re.sub(r"[0-9.]+$", str(points), POINTS)


assert worth(12) != POINTS != worth(9)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(folder), *init.AUTHOR, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "a course"
    init.begin(folder, [PART])
    return folder


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """A function after which the kit ships a master with another text in a place of the old one."""
    shipped = kit.part_files

    def ship(old: str, new: str) -> None:
        def files(part: str) -> dict[str, bytes]:
            changed = shipped(part)
            assert old.encode() in changed[MASTER]
            return changed | {MASTER: changed[MASTER].replace(old.encode(), new.encode(), 1)}

        monkeypatch.setattr(kit, "part_files", files)

    return ship


def test_a_course_holds_its_parts_and_is_a_repository(folder: Path) -> None:
    course = Course.find(folder)
    assert course.parts() == [PART]
    assert not (course.assignment / "gankit").exists()
    assert (course.library / "__init__.py").is_file()
    assert course.promises(PART).is_file() and course.environment.is_file()
    assert any(course.mutants(PART).rglob("*.py")) and any(course.calibration(PART).iterdir())
    assert f"[{OTHER}]" not in (course.image / "config.toml").read_text("utf-8")
    readme = (folder / "README.md").read_text("utf-8")
    assert "# A course of your own" in readme
    for page in re.findall(r"`(docs/\S+\.md)`", readme):
        assert (folder / page).read_bytes() == (kit.KIT.root / page).read_bytes()
    assert not (folder / "docs" / kit.PROMISES).exists()
    assert git(folder, "status", "--porcelain", "--ignored").stdout == ""
    assert git(folder, "branch", "--format=%(refname:short)").stdout.split() == ["kit", "main"]


def test_a_course_has_every_part_if_none_is_named(tmp_path: Path) -> None:
    assert init.begin(tmp_path / "new" / "course").parts == tuple(kit.KIT.parts())


def test_what_cannot_become_a_course_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.tex").write_text("mine")
    for where, parts, reason in (
        (
            tmp_path / "x",
            ["huge"],
            f"The kit has no part huge. Its parts: {', '.join(kit.KIT.parts())}.",
        ),
        (full, [], "is there already and is no course"),
        (full / "thesis.tex", [], "is there already and is no course"),
        (folder / "inner", [], "would lie inside the Git repository"),
    ):
        with pytest.raises(InputError, match=reason):
            init.begin(where, parts)
    assert [path.name for path in full.iterdir()] == ["thesis.tex"]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="there is no git here"):
        init.begin(tmp_path / "y")


def test_what_is_half_a_course_is_not_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "assignment")

    with monkeypatch.context() as patch:
        patch.setattr(init, "_commit", fail)
        with pytest.raises(OSError, match="No space left"):
            init.begin(tmp_path / "course", [PART])
    assert not (tmp_path / "course").exists()
    assert init.begin(tmp_path / "course", [PART]).parts == (PART,)


def test_a_course_s_own_changes_meet_those_of_a_newer_kit(
    folder: Path, newer: Callable[[str, str], None]
) -> None:
    master = folder / MASTER
    own = master.read_text("utf-8").replace(POINTS, worth(12))
    master.write_text(own, "utf-8")
    (folder / "assignment" / "mine.ipynb").write_text("{}")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "Twelve points")

    newer(f"name: {NAMES[0]}\\n", f"name: {NAMES[0]}_2\\n")
    begun = init.begin(folder)
    assert begun.upgrade and begun.parts == (PART,) and f" {MASTER} |" in begun.news
    assert master.read_text("utf-8") == own  # nothing is touched before the merge
    assert git(folder, "merge", "--no-edit", "kit").returncode == 0
    merged = master.read_text("utf-8")
    assert worth(12) in merged and f"name: {NAMES[0]}_2\\n" in merged
    assert (folder / "assignment" / "mine.ipynb").exists()
    assert init.begin(folder).news == ""


@pytest.mark.parametrize("options", [[], ["--single-branch"]])
def test_a_colleague_s_clone_is_a_course_too(
    options: list[str],
    folder: Path,
    tmp_path: Path,
    newer: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", *options, str(folder), str(clone))
    assert git(clone, "branch", "--format=%(refname:short)").stdout.split() == ["main"]
    master = clone / MASTER
    master.write_text(master.read_text("utf-8").replace(POINTS, worth(12)), "utf-8")
    assert own.changes(Course(clone), PART) == own.Changes(asked=frozenset({NAMES[-1]}))
    git(clone, "commit", "--all", "--message", "Twelve points")
    # A clock that was set back: by time, the kit's newer version would come before the older one.
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    newer(f"name: {NAMES[0]}\\n", f"name: {NAMES[0]}_2\\n")
    assert init.begin(clone).upgrade
    assert git(clone, "merge", "--no-edit", "kit").returncode == 0
    merged = master.read_text("utf-8")
    assert worth(12) in merged and f"name: {NAMES[0]}_2\\n" in merged
    git(clone, "branch", "--delete", "--force", "kit")
    assert own.changes(Course(clone), PART) == own.Changes(asked=frozenset({NAMES[-1]}))


def test_records_of_both_sides_of_a_merge_are_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check has written lines of the course's own, the kit others in the same places."""
    course = Course(folder)
    path = course.baseline(PART)
    old = path.read_text("utf-8")

    def lines(key: str, extra: str) -> str:
        entries = [json.loads(line) | {"key": key} for line in old.splitlines()]
        return "".join(f"{json.dumps(e)}\n" for e in [*entries, entries[0] | {"case": extra}])

    path.write_text(lines("own", "mutants/halves/mine"), "utf-8")
    git(folder, "commit", "--all", "--message", "Checked")
    theirs = lines("kit", "mutants/halves/theirs").encode()
    name, shipped = path.relative_to(folder).as_posix(), kit.part_files
    monkeypatch.setattr(kit, "part_files", lambda part: shipped(part) | {name: theirs})
    init.begin(folder)
    assert git(folder, "merge", "--no-edit", "kit").returncode == 0
    entries = Baseline(path).entries
    assert {"mutants/halves/mine", "mutants/halves/theirs"} < entries.keys()
    assert len(entries) == len(old.splitlines()) + 2


def test_changes_of_one_line_on_both_sides_are_a_conflict_for_people(
    folder: Path, newer: Callable[[str, str], None]
) -> None:
    master = folder / MASTER
    master.write_text(master.read_text("utf-8").replace(POINTS, worth(12)), "utf-8")
    git(folder, "commit", "--all", "--message", "Twelve points")
    newer(POINTS, worth(9))
    init.begin(folder)
    merge = git(folder, "merge", "--no-edit", "kit")
    assert merge.returncode == 1 and f"Merge conflict in {MASTER}" in merge.stdout


def test_a_part_is_added_to_a_course(folder: Path) -> None:
    begun = init.begin(folder, [OTHER])
    assert begun.parts == (PART, OTHER)
    assert git(folder, "merge", "--no-edit", "kit").returncode == 0
    assert Course(folder).parts() == [PART, OTHER]
    assert f"[{OTHER}]" in (Course(folder).image / "config.toml").read_text("utf-8")


def test_on_the_kit_s_own_branch_nothing_is_renewed(folder: Path) -> None:
    git(folder, "switch", "kit")
    with pytest.raises(InputError, match="is on the branch kit"):
        init.begin(folder)


@pytest.mark.slow
@pytest.mark.usefixtures("in_process")
def test_a_change_is_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other points of a question, in a master that was saved with outputs."""
    monkeypatch.chdir(folder)
    master = folder / MASTER
    text = master.read_text("utf-8").replace('"execution_count": null', '"execution_count": 7', 1)
    questions = [q for q in read_master(kit.KIT.master(PART)).questions if not q.manual]
    old, last = sum(question.points for question in questions), questions[-1].points
    master.write_text(text.replace(POINTS, worth(99)), "utf-8")
    result = CliRunner().invoke(app, ["check", "--minutes", "0", "--jobs", "1"])
    said = " ".join(result.output.split())
    assert result.exit_code == 0, said
    assert "its outputs are cleared and saved" in said
    assert '"execution_count": 7' not in master.read_text("utf-8")
    assert f" automatic questions ({old - last + 99:g} points)" in said
    assert "cases were not graded since they changed" in said
    # Its own cases only: what the kit shipped is the kit's to try.
    left = (folder / "build" / "check" / "not-graded.txt").read_text("utf-8").split()
    assert f"{PART}/solution" in left
    assert {name.split("/")[2] for name in left if name.count("/") > 1} == {NAMES[-1]}


def test_what_a_course_has_changed(folder: Path) -> None:
    course = Course(folder)
    assert not own.changes(course, PART)
    assert init.is_course(folder) and own.changes(kit.KIT, PART) is None
    text = (folder / MASTER).read_text("utf-8")
    first, last = NAMES[0], NAMES[-1]
    (folder / MASTER).write_text(text.replace(POINTS, worth(12)), "utf-8")
    assert own.changes(course, PART) == own.Changes(asked=frozenset({last}))

    notebook = json.loads(text)
    cells = notebook["cells"]
    test = next(c for c in cells if "".join(c["source"]).startswith("# HIDDEN"))
    test["source"].append("\n# hidden still")
    solution = next(c for c in cells if c["cell_type"] == "code" and "# BEGIN SOL" in str(c))
    solution["source"].append("\n# solved still")
    mutant = next((course.mutants(PART) / last).glob("*.py"))
    mutant.write_text(mutant.read_text("utf-8") + "\n", "utf-8")
    for path in (mutant.with_name("new.py"), course.calibration(PART) / "adam.json"):
        path.write_text("", "utf-8")
    (folder / MASTER).write_text(json.dumps(notebook), "utf-8")
    assert own.changes(course, PART) == own.Changes(
        tests=frozenset({first, "adam"}),
        code=frozenset({first}),
        cases=frozenset(
            f"mutants/{last}/{path.stem}" for path in (mutant, mutant.with_name("new"))
        ),
    )
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "Mine")
    assert own.changes(course, PART) == own.changes(Course(folder), PART)
    assert own.changes(course, PART)

    helper = next(c for c in cells if c["cell_type"] == "code" and c["metadata"] == {})
    cells.insert(0, helper | {"id": "mine", "source": ["def mine(): ..."]})
    (folder / MASTER).write_text(json.dumps(notebook), "utf-8")
    changes = own.changes(course, PART)
    assert changes is not None and changes.everything
    (folder / "assignment" / "mine.ipynb").write_text("{}")
    assert own.changes(course, "mine") == own.Changes(everything=True)


def test_what_promises_lack_is_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    course = Course(folder)
    path = course.promises(PART)
    tell_gaps(course, PART)
    assert capfd.readouterr().err == ""
    path.write_text("\n[[promise]]".join(path.read_text("utf-8").split("\n[[promise]]")[:-7]))
    tell_gaps(course, PART)
    said = capfd.readouterr().err
    assert "no row for the sentence" in said and "`gangrade promises" in said
    path.unlink()
    tell_gaps(course, PART)
    assert "is missing" in capfd.readouterr().err


@pytest.mark.slow
def test_an_installed_wheel_needs_no_clone(tmp_path: Path) -> None:
    assert kit.CLONE is not None
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=kit.CLONE, check=True, capture_output=True)
    [built] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "site")

    def run(*arguments: str, where: Path) -> str:
        code = "from gangrade.cli import app; app()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=where,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    run("init", "course", PART, where=tmp_path)
    course = Course(tmp_path / "course")
    run("release", where=course.root)
    with zipfile.ZipFile(course.autograder_zip(PART)) as released:
        [name] = [name for name in released.namelist() if name.startswith("wheels/")]
        (tmp_path / "for_image.whl").write_bytes(released.read(name))
    [(same_name, ours)] = wheel.build().items()
    (tmp_path / "ours.whl").write_bytes(ours)
    assert name == same_name
    with (
        zipfile.ZipFile(tmp_path / "for_image.whl") as first,
        zipfile.ZipFile(tmp_path / "ours.whl") as second,
    ):
        assert first.namelist() == second.namelist()
        assert all(first.read(n) == second.read(n) for n in first.namelist())
        assert f"{gangrade.__name__}/container.py" in first.namelist()
        assert not any("/course/" in n for n in first.namelist())
    assert (course.root / "docs" / "course.md").is_file()
