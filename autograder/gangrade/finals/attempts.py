"""Whose each submission is, how late it came, and which of a student's attempts counts.

Where that cannot be said, the marks stay open: each ``Final`` says what must be known first.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gangrade.finals.final import Decided, Final, Missing
from gangrade.finals.matching import Matching, match
from gangrade.finals.terms import Terms, time_of
from gangrade.results.lateness import spoken

if TYPE_CHECKING:
    from gangrade.finals.roster import Roster, Student


NOBODY = "not in the roster"
NO_TIME = "time not known"
NO_DATE = "extension not clear"
NO_CHOICE = "which attempt counts"
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def decide(
    finals: Mapping[str, Final],
    part: str,
    terms: Terms,
    *,
    times: Mapping[str, dt.datetime],
    roster: Roster | None,
    given: Mapping[str, Student] | None = None,
) -> Decided:
    """Return what counts of the submissions: a final mark for each student.

    ``given`` are students who handed in nothing and were given marks, by the names of these.
    """
    given = given or {}
    names = [name for name in finals if name not in given]
    matching = match(roster, names, part) if roster else Matching({}, (), ())
    matching = replace(
        matching,
        owners={**matching.owners, **{name: (student,) for name, student in given.items()}},
        missing=tuple(s for s in matching.missing if s not in given.values()),
    )
    dates, unclear, problems = _extensions(finals, matching, terms, roster=roster)
    problems = [*matching.unmatched, *problems]
    groups: dict[Student | str, list[Final]] = defaultdict(list)
    for name, final in sorted(finals.items()):
        if name in matching.trials:
            continue
        for student in matching.owners.get(name) or (None,):
            who = student or name
            own = replace(final, student=student)
            if roster and not student:
                own = _waiting(own, NOBODY)
            due = dates.get(who, terms.due)
            if name in given:
                due = None
            elif who in unclear:
                own, due = _waiting(own, NO_DATE), None
            own = _with_lateness(own, due, terms, handed_in=time_of(name, times))
            groups[who].append(own)
        if NO_TIME in own.undecided:
            problems.append(
                f"{name}: it is not known when it was handed in. Add it to the table of times."
            )
    counting = [_that_counts(group, terms) for group in groups.values()]
    missing = {}
    for student in roster.students if roster else ():
        if student in matching.missing:
            missing[student] = Missing.NOTHING
        elif student not in groups:
            missing[student] = Missing.UNCLEAR
    problems += [problem for _, problem in counting if problem]
    counted = [final for final, _ in counting]
    return Decided(counted, missing, problems, notes=list(matching.notes))


def _waiting(final: Final, reason: str) -> Final:
    return replace(final, undecided=(*final.undecided, reason))


def _extensions(
    names: Mapping[str, Final],
    matching: Matching,
    terms: Terms,
    *,
    roster: Roster | None,
) -> tuple[dict[Student | str, dt.datetime], set[Student | str], list[str]]:
    """Return who has a due date of their own, who may have one that fits several, and why.

    Where it is not known whose a submission is, its name stands for the student.
    """
    students: dict[str, set[Student | str]] = defaultdict(set)
    for student in roster.students if roster else ():
        for value in (student.id, student.number, student.email, student.login, student.name):
            students[_folded(value)].add(student)
    for name in names:
        students[_folded(name)] |= {*matching.owners.get(name, (name,))}
    dates: dict[Student | str, dt.datetime] = {}
    unclear: set[Student | str] = set()
    problems = []
    for key, due in terms.extensions.items():
        fitting = students[_folded(key)]
        if len(fitting) == 1:
            [who] = fitting
            dates[who] = max(due, dates.get(who, due))
            continue
        unclear |= fitting
        several = " and ".join(
            sorted(who if isinstance(who, str) else who.label for who in fitting)
        )
        problems.append(
            f'The extension of "{key}" fits {several or "nobody"}. Write what only one student has '
            "in the roster, or a submission's name."
        )
    return dates, unclear, problems


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _with_lateness(
    final: Final,
    due: dt.datetime | None,
    terms: Terms,
    *,
    handed_in: dt.datetime | None,
) -> Final:
    """Return the marks with what lateness takes away."""
    final = replace(final, handed_in=handed_in)
    if due is None:
        return final
    if handed_in is None:
        return _waiting(final, NO_TIME)
    late = handed_in - due
    if final.open:  # what is taken away depends on all marks
        return replace(final, late=late, lateness=_announced(terms, late))
    penalty = terms.late.penalty(late, final.earned, final.possible)
    return replace(final, late=late, penalty=penalty, lateness=terms.late.told(late, penalty))


def _announced(terms: Terms, late: dt.timedelta) -> str:
    """Say how late the work is and what a day costs."""
    policy = terms.late
    if not policy.days(late) or not policy.per_day.number:
        return policy.told(late, 0)
    most = f", {policy.most} at most" if policy.most is not None else ""
    return (
        f"Late: submitted {spoken(late)} after the due date. When all is marked, this takes away "
        f"{policy.per_day} a day{most}."
    )


def _that_counts(group: Sequence[Final], terms: Terms) -> tuple[Final, str]:
    """Return the attempt that counts; without any marks, and with why, if that cannot be said."""
    names = tuple(final.result.name for final in group)
    if len(group) == 1:
        return replace(group[0], attempts=names), ""
    student = group[0].student
    start = f"{student.label if student else names[0]} has {len(group)} attempts"
    advice = "or delete the folders of those that do not count."
    tie = Final(group[0].result, (), student, attempts=names, undecided=(NO_CHOICE,))
    if terms.attempts == "best":
        if waiting := [final.result.name for final in group if not final.complete]:
            return tie, (
                f"{start}, and the best one counts, but {_are(waiting)} not complete yet: "
                f"{'; '.join(f.status for f in group if not f.complete)}. Complete it, {advice}"
            )
        best = min(group, key=lambda f: (-f.total, f.handed_in or _NEVER))
        return replace(best, attempts=names), ""
    start = f"{start} ({', '.join(names)}), and the last one counts, but"
    if unknown := [final.result.name for final in group if final.handed_in is None]:
        return tie, (
            f"{start} it is not known when {', '.join(unknown)} came. Add the times, {advice}"
        )
    latest = max(final.handed_in or _NEVER for final in group)
    last = [final for final in group if final.handed_in == latest]
    if len(last) > 1:
        return tie, (
            f"{start} {' and '.join(f.result.name for f in last)} came at the same time. Correct "
            f"the times, {advice}"
        )
    return replace(last[0], attempts=names), ""


def _are(names: Sequence[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
