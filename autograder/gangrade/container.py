"""Grade one submission inside the grading image: ``run_autograder`` calls it, see autograder/image.

The folder is laid out as Gradescope does it: ``source`` is the unpacked autograder zip, then come
``submission``, ``submission_metadata.json`` and ``results``.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path

from gangrade.candidate import doctor, machine
from gangrade.candidate.parent import WarmParent
from gangrade.errors import GangradeError, InputError, in_words
from gangrade.grading.worker import Grader, Unsafe, ungraded
from gangrade.inside import sandbox
from gangrade.intake import find, submission
from gangrade.intake.copies import distinct
from gangrade.intake.find import NothingToGrade, Source, Unreadable
from gangrade.part.part import Autograder, Limits
from gangrade.reports import gradescope
from gangrade.reports.gradescope_settings import Handed, Settings
from gangrade.results.result import Result

RESERVE = 30
"""Seconds before the host's limit at which grading ends, for the report."""
STOPPED = (
    "The grader was stopped before it had finished: questions whose tests did not all run were not "
    "graded. Ask your instructor to grade this submission again."
)
WRITABLE = ("/dev/zero", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/run/shm")
"""What anybody may write to on most systems, mounted when a container starts (zero: see sandbox)"""


class _Stop(Exception):  # noqa: N818
    """There is nothing to grade, or no way to. The message is for the student."""


def main(root: Path, started: float) -> None:
    """Grade ``root/submission`` and write ``root/results/results.json``; never raise.

    ``started`` is when the host's clock began to run, in seconds since 1970.
    """
    results = root / "results" / "results.json"
    results.parent.mkdir(exist_ok=True)
    settings, metadata = Settings(), Handed.read(root / "submission_metadata.json")
    autograder: Autograder | None = None

    outcomes: list[Result] = []

    def write(result: Result) -> None:
        gradescope.write(result, results, settings, handed=metadata)

    def keep(found: Result) -> None:
        """Write what there is so far, unless an earlier try went further."""
        if not outcomes or _progress(found) >= _progress(outcomes[-1]):
            warnings = (STOPPED, *found.warnings)
            outcomes.append(replace(found, warnings=warnings, fault="the grader was stopped"))
            write(outcomes[-1])

    try:
        autograder = Autograder(root / "source")
        settings = read_settings(root / "source", autograder.part)
        _say(started, f"{autograder.part}, {_resources()}, {settings.minutes:g} minutes")
        close_doors([root])
        source = choose(root / "submission", autograder)
        limits = Limits(cells=settings.cell_seconds, deadline=_deadline(started, settings))
        private = [root / name for name in ("source", "submission", "submission_metadata.json")]
        work = submission.read(source, autograder.part, autograder.names)
        private += [source.path, results]
        with Grader(autograder, limits, private=private, unsafe=settings.unsafe) as grader:
            result = grader.grade(
                work,
                student=metadata.student,
                progress=lambda phase: _say(started, phase),
                keep=keep,
                apart=settings.hidden_tests != "visible",
            )
    except Unreadable as error:
        assert autograder is not None
        result = ungraded("submission", autograder, str(error))
    except _Stop as stop:
        assert autograder is not None
        result = ungraded("submission", autograder, str(stop))
    except Exception as error:  # whatever it is, Gradescope gets a results.json
        traceback.print_exc(file=sys.stdout)
        what = str(error) if isinstance(error, Unsafe) else "the grader itself failed"
        reason = f"{what}. Tell your instructor, who can read more in the autograder's output."
        part = autograder.part if autograder else ""
        result = Result(name="submission", part=part, refused=reason, fault=what)
    if not result.graded and outcomes and _progress(outcomes[-1]):
        _say(started, result.status)
        result = outcomes[-1]  # better than nothing
    write(result)
    marks = f"{result.score:g} of {result.possible:g} points"
    _say(started, marks if result.graded else f"not graded: {result.status}")
    for name, seconds in result.seconds.items():
        _say(started, f"{name}: {seconds:.1f} s")
    _say(started, f"memory of all processes at most: {result.peak_memory:.0f} MB")


def _progress(result: Result) -> int:
    return sum(len(question.tests) for question in result.questions)


def read_settings(source: Path, part: str) -> Settings:
    """Return the settings in ``source/config.toml``.

    Raises:
        InputError: with a sentence for the instructor.
    """
    try:
        return Settings.read((source / "config.toml").read_text(encoding="utf-8"), part)
    except (OSError, UnicodeDecodeError, InputError) as error:
        raise InputError(f"config.toml cannot be used: {in_words(error)}") from None


def choose(folder: Path, autograder: Autograder) -> Source:
    """Return the one notebook of a submission that belongs to the part.

    Raises:
        _Stop: if there is none, or more than one.
    """
    try:
        handed = find.look_through([folder])
        everything = [replace(source, home="all") for source in handed.sources]
        submissions = distinct(replace(handed, sources=everything), autograder).sources
        submissions = [s for s in submissions if not s.refusal] or submissions
    except NothingToGrade:
        raise _Stop(
            "The submission holds no notebook. Submit the .ipynb file that Jupyter or Colab saves."
        ) from None
    if len(submissions) == 1:
        return submissions[0]
    fitting = []
    for source in submissions:
        try:
            submission.read(source, autograder.part, autograder.names)
            fitting.append(source)
        except Unreadable:
            continue
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(source.name for source in (fitting or submissions)[:5])
    which = "several" if fitting else "none"
    raise _Stop(
        f"The submission holds {len(submissions)} notebooks; {which} of them can be graded as "
        f"{autograder.part} ({names}). Submit one notebook."
    )


def close_doors(private: list[Path]) -> dict[Path, int]:
    """Let nobody but us into ``private``, and nobody write to the folders that all may write to.

    Of our own package, others may read what runs beside a submission, not the reference solutions.
    In a container that lacks namespaces and Landlock, the rights of files are what is left. It is
    ours alone, so nobody else misses them. Returns the rights that folders had before.
    """
    before: dict[Path, int] = {}
    if os.geteuid() != 0:
        return before
    for path in private:
        path.chmod(0o700)
    _close_package(Path(__file__).parent)
    list_file = Path(sys.prefix) / "writable.txt"
    paths = list_file.read_text(encoding="utf-8").splitlines() if list_file.exists() else []
    for path in map(Path, dict.fromkeys([*WRITABLE, *paths])):
        try:
            mode = path.stat().st_mode
            if mode & stat.S_IWOTH and not path.is_symlink():
                path.chmod(stat.S_IMODE(mode) & ~stat.S_IWOTH)
                before[path] = stat.S_IMODE(mode)
        except FileNotFoundError:
            continue
        except OSError as error:
            print(f"{path} stays open to all: {in_words(error)}", flush=True)
    return before


def _close_package(package: Path) -> None:
    """Keep others from what of our package does not run beside a submission: the references."""
    if not package.is_relative_to(sys.prefix):
        return  # a checkout, which is not ours to close
    files = {package / "__init__.py", *(package / "__pycache__").glob("__init__.*")}
    for path in package.rglob("*.*"):
        if path in files or path.is_relative_to(package / sandbox.INSIDE.name):
            continue
        if path.is_file() and path.stat().st_mode & 0o077:  # else setup.sh has done it
            path.chmod(0o600)


def check(source: Path) -> None:
    """Read all that grading reads, start a candidate, and print what holds it here.

    Ends the program with a reason if nothing could be graded here.
    """
    from rich.console import Console

    before: dict[Path, int] = {}
    try:
        autograder = Autograder(source)
        autograder.environment.check()
        settings = read_settings(source, autograder.part)
        before = close_doors([])
        with WarmParent() as warm:
            findings = doctor.examine(warm, [])
    except (GangradeError, OSError) as error:
        sys.exit(f"The grader cannot work in this image: {in_words(error)}")
    finally:  # whoever builds on this image may need them
        for path, mode in before.items():
            path.chmod(mode)
    for table in doctor.tables_of(findings):
        Console(width=100).print(table)
    if not (findings.safe or settings.unsafe):
        sys.exit(f"Grading in this image would be unsafe: {findings.sentence()}.")


def _deadline(started: float, settings: Settings) -> float:
    """Return when grading must be over, on the monotonic clock."""
    return time.monotonic() + started + settings.minutes * 60 - RESERVE - time.time()


def _resources() -> str:
    limit = machine.memory()
    return f"{machine.cpus():g} processors, {f'{limit >> 20} MB' if limit else 'all memory'}"


def _say(started: float, what: str) -> None:
    print(f"{time.time() - started:6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]))
    else:
        sandbox.hide_memory()
        logging.basicConfig()  # only instructors see what is printed here
        main(Path(sys.argv[1]), float(os.environ.get("GANGRADE_STARTED", time.time())))
