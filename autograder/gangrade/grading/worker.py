"""Grade one submission after the other with one warm parent: what each worker process does."""

from __future__ import annotations

import contextlib
import json
import logging
import pickle
import socket
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.util import Finalize
from pathlib import Path
from types import MappingProxyType
from typing import Self

from gangrade import writing
from gangrade.candidate import doctor, machine
from gangrade.candidate.parent import WarmParent
from gangrade.errors import LOG, GangradeError, InputError, in_words
from gangrade.grading.examiner import grade
from gangrade.intake import trainings
from gangrade.intake.submission import Submission, code_hash, code_of
from gangrade.part.part import Autograder, Limits
from gangrade.reports import feedback, gradescope
from gangrade.results import records
from gangrade.results.problems import CannotGrade, Crowded
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result
from gangrade.results.versions import deciding_versions

_log = logging.getLogger(__name__)

TRIES = 3
"""How often a submission is graded anew when our own processes fail under it."""


class Unsafe(GangradeError):  # noqa: N818
    """A submission could do here what it must not. The message says what."""


class WrongVersions(GangradeError):  # noqa: N818
    """A worker is not the grader that asks it. The message says what differs."""


class Grader:
    """Grades submissions, one at a time or in several threads; holds one warm parent."""

    def __init__(
        self,
        autograder: Autograder,
        limits: Limits,
        *,
        private: Iterable[Path] = (),
        unsafe: bool = False,
        cold: bool = False,
    ):
        """Start a warm parent and try what holds a candidate here.

        ``private`` is what no submission may read. With ``cold``, Python starts anew for each
        candidate.

        Raises:
            Unsafe: if submissions cannot be confined here, unless ``unsafe`` accepts that.
            Broken: if no candidate can be started.
        """
        self._autograder, self._limits, self._cold = autograder, limits, cold
        self._lock = threading.Lock()
        self._warm = WarmParent(cold=cold)
        try:
            findings = doctor.examine(self._warm, [autograder.path, *private])
        except BaseException:
            self._warm.close()
            raise
        if not findings.safe and not unsafe:
            self._warm.close()
            raise Unsafe(findings.sentence())
        self.unsafe = not findings.safe
        """Whether submissions are not confined here."""
        self.secret = autograder.fingerprint
        """The fingerprint of what draws come from."""
        self._warning = "" if findings.safe else f"Graded unsafely: {findings.sentence()}."

    def __enter__(self) -> Self:
        """Return self; the warm parent ends at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the warm parent."""
        self.close()

    def close(self) -> None:
        """End the warm parent."""
        self._warm.close()

    def grade(
        self,
        submission: Submission,
        *,
        student: str = "",
        progress: Callable[[str], None] = lambda _phase: None,
        only: Sequence[str] | None = None,
        keep: Callable[[Result], None] = lambda _result: None,
        earlier: Result | None = None,
        apart: bool = False,
        failed: Callable[[str], None] = lambda _trace: None,
        share: int = 1,
    ) -> Result:
        """Return the submission's result; arguments are as in ``examiner.grade``.

        Where the grader itself fails, all is tried again; at last there is a result that says so.
        ``failed`` is given the traceback of each failure. ``share`` is how many submissions have
        the limits together.
        """
        result = None
        crowded = False
        for _ in range(TRIES):
            warm = self._warm
            try:
                with machine.one_at_a_time() if crowded else contextlib.nullcontext():
                    result = grade(
                        submission,
                        self._autograder,
                        warm,
                        limits=self._limits.shared(share),
                        student=student,
                        report=progress,
                        only=only,
                        keep=keep,
                        earlier=earlier,
                        apart=apart,
                    )
                break
            except CannotGrade as error:
                result = ungraded(submission.name, self._autograder, str(error))
                result = replace(result, fault=str(error))
                break
            except Exception as error:  # whatever it is, the others are graded
                _log.warning("%s could not be graded", submission.name, exc_info=True)
                crowded = isinstance(error, Crowded)
                failed(traceback.format_exc())
                words = in_words(error)
                reason = f"the grader itself failed ({words[:200]})"
                result = ungraded(submission.name, self._autograder, reason)
                result = replace(result, fault=reason)
                self._renew(warm)
        assert result is not None
        if self._warning:
            return replace(result, warnings=(self._warning, *result.warnings))
        return result

    def answers(self, submission: Submission, result: Result) -> dict[str, str]:
        """Return the code that answers each question of which a test failed."""
        lost = {question.name for question in result.questions if not question.complete}
        return {
            question.name: code
            for question in self._autograder.automatic
            if result.graded
            and question.name in lost
            and (code := code_of(submission.cells, question.functions))
        }

    def trainings(self, submission: Submission) -> dict[str, str]:
        """Return the code of each question's trainings, with all of the notebook's that it uses."""
        return {
            question.name: "\n\n".join(code)
            for question in self._autograder.automatic
            if (code := trainings.code_of(submission.cells, question.trains))
        }

    def _renew(self, failed: WarmParent) -> None:
        """Replace a warm parent under which something failed, unless another thread has."""
        with self._lock:
            if self._warm is failed:
                failed.close()
                self._warm = WarmParent(cold=self._cold)


def ungraded(name: str, autograder: Autograder, reason: str) -> Result:
    """Return the result of a submission that cannot be graded."""
    return Result(
        name=name,
        part=autograder.part,
        refused=reason,
        questions=tuple(
            QuestionResult(q.name, q.points, 0, tests=()) for q in autograder.automatic
        ),
        manual=autograder.manual,
    )


@dataclass(frozen=True)
class Job:
    """What is the same for all submissions of a run."""

    autograder: bytes
    """``Autograder.pack()``."""
    path: Path
    """Where the autograder lies."""
    limits: Limits
    private: tuple[Path, ...]
    versions: str
    """The versions of the process that asks: those here must be the same."""
    unsafe: bool = False
    cold: bool = False


@dataclass(frozen=True)
class Task:
    """One submission, and what there is of an earlier result."""

    submission: Submission
    source: str
    """Where it lies."""
    keys: dict[str, str]
    only: tuple[str, ...] | None = None
    share: int = 1
    """As in ``Source``."""
    notes: tuple[str, ...] = ()
    """Sentences for the result."""
    earlier: bytes = b""
    """A pickled result of ours, whose questions are kept where ``only`` does not name them.

    Pickled apart: what a course's own subject has drawn can be read only where a grader has loaded
    that subject.
    """


@dataclass(frozen=True)
class Graded:
    """A submission that was graded, or that could not be."""

    record: Record
    files: dict[str, str]
    """What lies in its folder, by name; the record is the last."""


def work(job: Job, task: Task) -> Graded:
    """Grade a submission.

    Raises:
        Unsafe: as ``Grader``.
        WrongVersions: if what decides about marks is not the same here.
        Broken: if no candidate can be started.
    """
    if (here := deciding_versions()) != job.versions:
        raise WrongVersions(_differences(here, job.versions))
    traces: list[str] = []
    with _grader(job) as grader:
        earlier = pickle.loads(task.earlier) if task.earlier else None
        result = grader.grade(
            task.submission,
            only=task.only,
            earlier=earlier,
            failed=traces.append,
            share=task.share,
        )
        result = replace(result, warnings=(*result.warnings, *task.notes))
    return graded(
        result,
        task.source,
        task.submission,
        keys=task.keys,
        share=task.share,
        secret=grader.secret,
        answers=grader.answers(task.submission, result),
        trained=grader.trainings(task.submission) if result.graded else {},
        unsafe=grader.unsafe,
        log="" if result.graded else "\n".join(traces),
    )


def _differences(here: str, there: str) -> str:
    ours, theirs = json.loads(here), json.loads(there)
    names = [name for name in {**theirs, **ours} if ours.get(name) != theirs.get(name)]
    gaps = (f"{name} {ours.get(name)} in place of {theirs.get(name)}" for name in names)
    return (
        f"the worker on {socket.gethostname()} has {', '.join(gaps)}: it could give other marks. "
        "Install the same versions there, and start its worker anew."
    )


def graded(
    result: Result,
    source: str,
    submission: Submission | None = None,
    *,
    keys: Mapping[str, str] = MappingProxyType({}),
    share: int = 1,
    secret: str = "",
    answers: Mapping[str, str] = MappingProxyType({}),
    trained: Mapping[str, str] = MappingProxyType({}),
    unsafe: bool = False,
    log: str = "",
) -> Graded:
    """Return what a result leaves; ``log`` is the traceback of what failed in the grader itself."""
    from gangrade.intake import similarity  # loads much that a single grading does not need

    if log:
        result = replace(result, refused=f"{result.refused}; see {result.name}/{LOG}")
    cells = submission.cells if submission else ()
    record = Record(
        result,
        code=code_hash(cells) if submission else "",
        keys=dict(keys) if result.graded else {},
        source=source,
        unsafe=unsafe,
        share=share,
        secret=secret if result.graded else "",
        answers=dict(answers),
        trainings=dict(trained),
        fingerprint=similarity.fingerprint(cells),
    )
    files = {
        **({LOG: writing.harmless(log)} if log else {}),
        "results.json": gradescope.dumps(result),
        "feedback.html": feedback.feedback_page(result),
        records.NAME: records.dumps(record),
    }
    return Graded(record, files)


_here: dict[Job, Grader] = {}
_users: Counter[Job] = Counter()
"""How many threads work on each job: workers of a cluster may have several, and several jobs."""
_making = threading.Lock()


@contextlib.contextmanager
def _grader(job: Job) -> Iterator[Grader]:
    """Give this process's grader for the job; those of other jobs end if they are not in use."""
    with _making:
        if job not in _here:
            for other in [other for other in _here if not _users[other]]:
                _here.pop(other).close()
            autograder = Autograder(job.path, job.autograder)
            try:
                autograder.environment.check()
            except InputError as error:
                raise WrongVersions(f"{socket.gethostname()}: {error}") from None
            instance = Grader(
                autograder, job.limits, private=job.private, unsafe=job.unsafe, cold=job.cold
            )
            # A worker's process leaves no other way to clean up when it ends.
            Finalize(None, instance.close, exitpriority=1)
            _here[job] = instance
        _users[job] += 1
        grader = _here[job]
    try:
        yield grader
    finally:
        with _making:
            _users[job] -= 1
