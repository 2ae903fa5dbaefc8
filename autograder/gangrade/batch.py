"""Grade many submissions, one after the other; each result is written as soon as it is there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gangrade import doctor, report, submission
from gangrade.candidate import WarmParent
from gangrade.examiner import Autograder, Limits, grade
from gangrade.results import QuestionResult, Result
from gangrade.submission import Source
from gangrade.verdicts import CannotGrade

_log = logging.getLogger(__name__)

TRIES = 2
"""How often a submission is graded anew when our own processes fail under it."""


class Unsafe(Exception):  # noqa: N818
    """A submission could do here what it must not. The message says what."""


def grade_all(
    sources: Sequence[Source],
    autograder: Autograder,
    out: Path,
    limits: Limits,
    progress: Callable[[str, str], None] = lambda _name, _phase: None,
    private: Sequence[Path] = (),
    unsafe: bool = False,
    only: Sequence[str] | None = None,
) -> list[Result]:
    """Grade each source and write its report below ``out``, then ``out/grades.csv``.

    ``progress`` is told the name and the phase. A submission that cannot be graded is reported
    like the others; it does not stop them. ``private`` names what else no submission may read.

    Raises:
        Unsafe: if submissions cannot be confined here, unless ``unsafe`` accepts that.
    """
    results: list[Result] = []
    warm = WarmParent()
    try:
        closed = [autograder.path, out, *(source.path for source in sources), *private]
        findings = doctor.examine(warm, closed)
        if not findings.safe and not unsafe:
            raise Unsafe(findings.sentence())
        warning = "" if findings.safe else f"Graded unsafely: {findings.sentence()}."
        for source in sources:
            result = None
            for _ in range(TRIES):
                try:
                    result = _grade_one(source, autograder, warm, limits, progress, only)
                    break
                except Exception as error:  # whatever it is, the others are graded
                    _log.warning("%s could not be graded", source.name, exc_info=True)
                    said = str(error) or type(error).__name__
                    reason = f"the grader itself failed ({said[:200]})"
                    result = _ungraded(source, autograder, reason)
                    warm.close()
                    warm = WarmParent()
            assert result is not None
            if warning:
                result = replace(result, notes=(warning, *result.notes))
            report.write(result, out)
            results.append(result)
            report.grades_csv(results, out / "grades.csv")
            progress(source.name, "done")
    finally:
        warm.close()
    return results


def _grade_one(
    source: Source,
    autograder: Autograder,
    warm: WarmParent,
    limits: Limits,
    progress: Callable[[str, str], None],
    only: Sequence[str] | None,
) -> Result:
    try:
        names = [question.name for question in autograder.questions]
        read = submission.read(source, autograder.part, names)
        return grade(
            read,
            autograder,
            warm,
            limits,
            report=lambda phase: progress(source.name, phase),
            only=only,
        )
    except (submission.Unreadable, CannotGrade) as error:
        return _ungraded(source, autograder, str(error))


def _ungraded(source: Source, autograder: Autograder, reason: str) -> Result:
    return Result(
        name=source.name,
        part=autograder.part,
        status=reason,
        questions=tuple(QuestionResult(q.name, q.points, 0, ()) for q in autograder.automatic),
        manual=autograder.manual,
    )
