"""Grade many submissions, one after the other; each result is written as soon as it is there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
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

    Arguments and errors are those of ``graded``.
    """
    results: list[Result] = []
    for result in graded(
        sources, autograder, limits, progress, [out, *private], unsafe=unsafe, only=only
    ):
        report.write(result, out)
        results.append(result)
        report.grades_csv(results, out / "grades.csv")
        progress(result.name, "done")
    return results


def graded(
    sources: Sequence[Source],
    autograder: Autograder,
    limits: Limits,
    progress: Callable[[str, str], None] = lambda _name, _phase: None,
    private: Sequence[Path] = (),
    unsafe: bool = False,
    only: Sequence[str] | None = None,
    student: str = "",
    keep: Callable[[Result], None] = lambda _result: None,
) -> Iterator[Result]:
    """Grade each source; one that cannot be graded gives a result too and does not stop the others.

    ``progress`` is told the name and the phase. ``private`` names what else no submission may read.
    The others are as in ``examiner.grade``.

    Raises:
        Unsafe: if submissions cannot be confined here, unless ``unsafe`` accepts that.
    """
    warm = WarmParent()
    try:
        closed = [autograder.path, *(source.path for source in sources), *private]
        findings = doctor.examine(warm, closed)
        if not findings.safe and not unsafe:
            raise Unsafe(findings.sentence())
        warning = "" if findings.safe else f"Graded unsafely: {findings.sentence()}."
        for source in sources:
            result = None
            for _ in range(TRIES):
                try:
                    result = grade(
                        submission.read(source, autograder.part, autograder.names),
                        autograder,
                        warm,
                        limits,
                        student,
                        lambda phase, name=source.name: progress(name, phase),  # type: ignore[misc]
                        only,
                        keep,
                    )
                    break
                except (submission.Unreadable, CannotGrade) as error:
                    result = ungraded(source.name, autograder, str(error))
                    break
                except Exception as error:  # whatever it is, the others are graded
                    _log.warning("%s could not be graded", source.name, exc_info=True)
                    said = str(error) or type(error).__name__
                    reason = f"the grader itself failed ({said[:200]})"
                    result = ungraded(source.name, autograder, reason)
                    warm.close()
                    warm = WarmParent()
            assert result is not None
            yield replace(result, notes=(warning, *result.notes)) if warning else result
    finally:
        warm.close()


def ungraded(name: str, autograder: Autograder, reason: str) -> Result:
    """Return the result of a submission that cannot be graded."""
    return Result(
        name=name,
        part=autograder.part,
        status=reason,
        questions=tuple(QuestionResult(q.name, q.points, 0, ()) for q in autograder.automatic),
        manual=autograder.manual,
    )
