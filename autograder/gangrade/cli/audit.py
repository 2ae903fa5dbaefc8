"""``gangrade audit``."""

from __future__ import annotations

import math
import os
import random
import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gangrade import writing
from gangrade.cli import generated
from gangrade.cli.common import (
    WITHOUT,
    check_layers,
    check_platform,
    console,
    course_and_parts,
    errors,
    flag,
    progress_bar,
    released,
    stopping,
)
from gangrade.errors import InputError
from gangrade.part.course import Course

if TYPE_CHECKING:
    from gangrade.corpus.attacks import Attack, Trial
    from gangrade.corpus.audit import AuditRow
    from gangrade.corpus.baseline import Baseline
    from gangrade.corpus.cases import Case
    from gangrade.corpus.own import Changes
    from gangrade.part.part import Autograder


def audit_corpus(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
    only: Annotated[
        str, typer.Option(help="Only cases whose name contains this, e.g. mutants/adam.")
    ] = "",
    own: Annotated[bool, flag("--own", "Only the questions that a case may change.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if none.")] = None,
    out: Annotated[Path, typer.Option(help="Where the pages of surprises go.")] = Path(
        "build/audit"
    ),
    resume: Annotated[
        bool,
        flag("--resume", "Only what changed since it went into the record."),
    ] = False,
    check: Annotated[
        bool,
        flag(
            "--check",
            "Grade what changed, a random twentieth of the rest, then what was graded by other "
            "modules or packages; compare with the record, and leave it as it is.",
        ),
    ] = False,
    minutes: Annotated[
        float,
        typer.Option(min=0, help="Of --check and --resume: begin nothing that would last longer."),
    ] = math.inf,
    seed: Annotated[
        int | None, typer.Option(help="Of a --check: draws the twentieth; a new one if none.")
    ] = None,
    attacks: Annotated[
        bool,
        typer.Option("--attacks/--no-attacks", help="Hostile submissions too, or answers only."),
    ] = True,
    without: WITHOUT = None,
    matrix: Annotated[
        bool, flag("--matrix", "Print which attacks succeed without which layers.")
    ] = False,
    operators: Annotated[
        bool,
        typer.Option(
            "--operators",
            help="Instead, grade mutants by operators: solutions/PART/mutation.jsonl.",
        ),
    ] = False,
    trained: Annotated[
        int, typer.Option(min=0, help="Of --operators: mutants of each question that trains.")
    ] = 0,
    combinations: Annotated[
        bool,
        typer.Option(
            "--combinations",
            help="Instead, grade combinations of what a text permits: solutions/PART/permissions.",
        ),
    ] = False,
    misconceptions: Annotated[
        bool,
        flag(
            "--misconceptions",
            "Keep what each mutant's failing tests said and measured, for reports.",
        ),
    ] = False,
) -> None:
    """Grade the corpus: solution and variants full, blank 0, each mutant loses its question.

    Attacks must gain nothing. With --without or --matrix there are only attacks.

    What was as expected goes into the record, solutions/PART/audit.jsonl. With --operators or
    --combinations there is only what is generated; what was graded with the same tests is kept.
    """
    check_platform()
    from gangrade.corpus import attacks as hostile
    from gangrade.corpus import audit as auditing

    course, names = course_and_parts(parts)
    layers = check_layers(without)
    if operators or combinations:
        if only and not any(only in name for name in _questions(course, names)):
            raise InputError(f"No question of {', '.join(names)} has {only!r} in its name.")
        cpus = jobs or os.cpu_count() or 1
        lost = operators and generated.grade_operators(
            course, names, only, jobs=cpus, trained=trained
        )
        lost |= combinations and generated.grade_combinations(course, names, only, jobs=cpus)
        if lost:
            raise typer.Exit(1)
        return
    answers = not (layers or matrix)
    works = [_read(course, part, only, answers=answers, hostile=attacks) for part in names]
    works = [work for work in works if work.cases or work.attacks]
    if not works:
        raise InputError(f"No case of {', '.join(names)} has {only!r} in its name.")
    if matrix:
        for work in works:
            print(hostile.matrix(work.attacks, work.trial))
        return
    if check:
        seed = secrets.randbelow(10**6) if seed is None else seed
        console.print(f"--seed {seed} chooses the same cases again.", highlight=False)
    limits = _Limits.of(minutes, jobs, out)
    surprise, left, older = False, list[str](), 0
    for place, work in enumerate(works):
        changed, outdated = work.baseline.changed(work.keys), work.baseline.outdated(work.keys)
        rows = []
        if check:
            draw = random.Random(f"{seed} {work.part}")
            work = work.of(changed, then=_sample({*work.keys} - changed, outdated, draw=draw))
        elif resume:
            rows += [
                auditing.recorded_row(case, work.baseline.entries[case.name])
                for case in work.cases
                if case.name not in changed | outdated
            ]
            work = work.of(changed, then=sorted(outdated))

        def keep(row: AuditRow, work: _Work = work) -> None:
            if not (check or layers):
                work.baseline.keep(row.case, row.entry)
            if misconceptions:
                auditing.keep_known(course, work.part, row)

        start = time.monotonic()
        rows += _grade(
            work,
            limits,
            full=not (own or check),
            without=layers,
            parts_left=len(works) - place,
            check=check,
            keep=keep,
        )
        graded = {row.case for row in rows}
        left += sorted(f"{work.part}/{name}" for name in changed - graded)
        older += len(outdated - graded)
        surprise |= _report(work.part, rows, time.monotonic() - start)
    if older:
        console.print(
            f"{older} cases did not change, but were last graded by other modules or packages than "
            "these.",
            highlight=False,
        )
    if check or (resume and left):
        _tell_left(left, out)
    if surprise:
        raise typer.Exit(1)


def check_changes(course: Course, parts: Sequence[str], minutes: float, jobs: int | None) -> None:
    """Grade what a course's own changes reach, since its kit shipped the parts.

    Where nobody can tell them, in a folder that is no course of ``gangrade init``, what differs
    from the record.
    """
    check_platform()
    from gangrade.corpus import own

    limits = _Limits.of(minutes, jobs, Path("build/check"))
    works = []
    for part in parts:
        changes = own.changes(course, part)
        work = _read(course, part, "", answers=True, hostile=False)
        if changes is not None:
            work = work.reached(changes)
            if not changes:
                console.print(f"{part}: all is as the kit shipped it.", highlight=False)
        changed = work.baseline.changed(work.keys) | work.baseline.outdated(work.keys)
        if work.cases and not changed:
            console.print(
                f"{part}: {len(work.cases)} cases that your changes reach were graded already, and "
                "each got what is expected.",
                highlight=False,
                soft_wrap=True,
            )
        if changed:
            works.append(work.of(changed))
    surprise, left = False, list[str]()
    for place, work in enumerate(works):

        def keep(row: AuditRow, work: _Work = work) -> None:
            work.baseline.keep(row.case, row.entry)

        start = time.monotonic()
        rows = _grade(work, limits, full=False, parts_left=len(works) - place, keep=keep)
        left += sorted(f"{work.part}/{name}" for name in work.names - {row.case for row in rows})
        surprise |= _report(work.part, rows, time.monotonic() - start)
    if left:
        _tell_left(left, limits.out)
    if surprise:
        raise typer.Exit(1)


def _tell_left(left: Sequence[str], out: Path) -> None:
    """Name the cases that found no time."""
    path = out / "not-graded.txt"
    writing.replace(path, "".join(f"{name}\n" for name in left))
    console.print(
        f"{len(left)} cases were not graded since they changed; {path} names them. "
        "`gangrade audit --resume` grades them and renews the record.",
        highlight=False,
    )


def _questions(course: Course, parts: Sequence[str]) -> list[str]:
    """Return the names of the parts' automatic questions."""
    every = (released(course, part) for part in parts)
    return [question.name for autograder in every for question in autograder.automatic]


@dataclass(frozen=True)
class _Work:
    """What there is to grade of a part."""

    part: str
    autograder: Autograder
    trial: Trial
    cases: Sequence[Case]
    attacks: Sequence[Attack]
    baseline: Baseline
    keys: Mapping[str, str]
    """A hash of all that decides what a case gets, by name."""

    @property
    def names(self) -> set[str]:
        """The names of what is to be graded."""
        return {*(case.name for case in self.cases), *(attack.name for attack in self.attacks)}

    def reached(self, changes: Changes) -> _Work:
        """Return the work on the cases that a course's changes reach."""
        from gangrade.corpus import audit

        cases = audit.reached(self.cases, changes, self.autograder.automatic)
        keys = {case.name: audit.key_of(case, self.autograder) for case in cases}
        return replace(self, cases=cases, keys=keys)

    def of(self, names: Collection[str], then: Sequence[str] = ()) -> _Work:
        """Return the work on some cases, what is quick before what takes long, and ``then`` others.

        The others come in their order.
        """
        from gangrade.corpus import attacks, audit

        later = {name: place for place, name in enumerate(then)}
        known = self.baseline.entries

        def order(case: Case) -> tuple[int, bool, float]:
            # What was never graded is what somebody works on.
            return later.get(case.name, -1), case.name in known, audit.cost(case, self.autograder)

        cases = [case for case in self.cases if case.name in names or case.name in later]
        hostile = [attack for attack in self.attacks if attack.name in {*names, *later}]
        hostile.sort(key=lambda attack: (attack.name in later, attacks.cost(attack)))
        return replace(self, cases=sorted(cases, key=order), attacks=hostile)


def _read(course: Course, part: str, only: str, *, answers: bool, hostile: bool) -> _Work:
    """Return all work on a part whose name contains ``only``."""
    from gangrade.corpus import attacks, audit
    from gangrade.corpus.baseline import Baseline
    from gangrade.corpus.cases import read_cases

    autograder = released(course, part)
    found = read_cases(course, part, [question.name for question in autograder.automatic])
    tried = [a for a in attacks.load(course.attacks) if a.part == part]
    trial = attacks.Trial.of(course, part, autograder)
    baseline = Baseline(course.baseline(part))
    names = {*(case.name for case in found), *(attack.name for attack in tried)}
    baseline.forget_all_but(names)
    found = [case for case in found if answers and only in case.name]
    tried = [attack for attack in tried if hostile and only in attack.name]
    keys = {case.name: audit.key_of(case, autograder) for case in found}
    keys |= {attack.name: attacks.key_of(attack, trial) for attack in tried}
    return _Work(part, autograder, trial, cases=found, attacks=tried, baseline=baseline, keys=keys)


def _sample(names: set[str], outdated: set[str], *, draw: random.Random) -> list[str]:
    """Return in random order a twentieth of ``names``, then those that are ``outdated``."""
    twentieth = draw.sample(sorted(names), math.ceil(len(names) / 20))
    others = sorted(outdated - {*twentieth})
    return [*twentieth, *draw.sample(others, len(others))]


@dataclass(frozen=True)
class _Limits:
    """What a run of an audit may take, and where its pages go."""

    ends: float
    """No case begins that would last longer; on the monotonic clock."""
    jobs: int
    out: Path

    @classmethod
    def of(cls, minutes: float, jobs: int | None, out: Path) -> _Limits:
        """Return the limits that begin now."""
        return cls(time.monotonic() + minutes * 60, jobs or os.cpu_count() or 1, out)


def _grade(
    work: _Work,
    limits: _Limits,
    *,
    full: bool,
    parts_left: int,
    keep: Callable[[AuditRow], None],
    without: Sequence[str] = (),
    check: bool = False,
) -> list[AuditRow]:
    """Grade the cases, then the attacks, and ``keep`` each row."""
    from gangrade.corpus import attacks, audit

    rows: list[AuditRow] = []
    started = time.monotonic()
    seconds = (limits.ends - started) / parts_left
    with stopping("Go on with --resume."), progress_bar(started + seconds) as bar:
        task = bar.add_task(work.part, total=len(work.cases) + len(work.attacks))

        def show(row: AuditRow) -> None:
            bar.update(task, advance=1, description=row.case)
            keep(row)

        if work.cases:
            rows += audit.audit_cases(
                work.cases,
                work.autograder,
                limits.out / work.part,
                full=full,
                jobs=limits.jobs,
                deadline=started + seconds / (2 if work.attacks else 1),
                recorded=work.baseline.entries if check else None,
                progress=show,
            )
        if work.attacks:
            rows += attacks.try_attacks(
                work.attacks,
                work.trial,
                without,
                deadline=started + seconds,
                progress=show,
            )
    return rows


def _report(part: str, rows: Sequence[AuditRow], seconds: float) -> bool:
    """Print the table of a part and its surprises; return whether there are any."""
    from gangrade.corpus import audit

    console.print(audit.table(rows))
    bad = [row for row in rows if row.surprises]
    for row in bad:
        errors.print(f"{row.case}: {'; '.join(row.surprises)}", style="red", markup=False)
        errors.print(f"  {row.page}", markup=False, highlight=False, soft_wrap=True)
    cpu = sum(row.seconds for row in rows) / 60
    console.print(
        f"{part}: {len(rows)} cases, {len(bad)} with surprises, {seconds / 60:.1f} min "
        f"({cpu:.0f} min of the candidates' CPU time)",
        highlight=False,
    )
    return bool(bad)
