"""Grade many submissions: several at a time, each durable when it is finished, none twice."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from gangrade import records, report, writing
from gangrade.examiner import Autograder, Limits
from gangrade.records import Record
from gangrade.report import Row
from gangrade.results import Result
from gangrade.submission import Source, Unreadable, code_hash, read
from gangrade.worker import Job, Task, Unsafe, files, ungraded, work

TRIES = 3
"""How often a submission is given to a worker, if workers end over it."""
MANY_FAILURES = 10
"""So many in a row, and no submission graded: then nothing can be graded here."""
PAUSE = 10
"""The table is written again after so many times the time that writing it takes."""
SOURCES_TRIED = 200
"""Of so many submissions it is tried whether another submission could read them."""


class Unusable(Exception):  # noqa: N818
    """Nothing can be graded here, or not now. The message says why."""


@dataclass
class Progress:
    """How far a run is."""

    total: int
    """Submissions to grade, without those whose earlier result still holds."""
    done: int = 0
    kept: int = 0
    """Submissions whose earlier result still holds."""
    failed: int = 0
    """Submissions that could not be graded."""
    working: tuple[str, ...] = ()
    """Names of those in work."""


@dataclass
class Outcome:
    """What a run leaves."""

    rows: list[Row] = field(default_factory=list)
    """Of this run's submissions."""
    others: list[Row] = field(default_factory=list)
    """Of those that earlier runs left in the same folder."""
    outdated: list[str] = field(default_factory=list)
    """Names of others that were graded with other tests, calibration or packages."""
    kept: int = 0
    """How many of this run's results are an earlier run's."""
    interrupted: bool = False
    """Whether it was stopped (Ctrl-C) before all was graded."""


def grade_all(
    sources: Sequence[Source],
    autograder: Autograder,
    out: Path,
    executor: Executor,
    width: Callable[[], int],
    limits: Limits,
    private: Sequence[Path] = (),
    unsafe: bool = False,
    again: bool = False,
    cold: bool = False,
    progress: Callable[[Progress], None] = lambda _progress: None,
    table: Callable[[list[Row]], None] | None = None,
) -> Outcome:
    """Grade each source, ``width()`` at a time, and write its files to ``out/<name>/``.

    Results of an earlier run are kept as far as all that they depend on is the same, unless
    ``again``. ``table`` is given the rows of all submissions in ``out``, from time to time and at
    the end; without it ``out/grades.csv`` is written. Ctrl-C ends the run early.

    Raises:
        Unsafe: if submissions cannot be confined where they are graded, unless ``unsafe``.
        Unusable: if another run is writing to ``out``, or if nothing can be graded.
    """
    out.mkdir(parents=True, exist_ok=True)
    step = max(1, len(sources) // SOURCES_TRIED)
    closed = [autograder.path, *(source.path for source in sources[::step]), out, *private]
    job = Job(
        autograder.pack(),
        autograder.path.resolve(),
        limits,
        tuple(path.resolve() for path in closed),
        records.versions(),
        unsafe,
        cold,
    )
    with _claimed(out):
        return _Run(sources, autograder, out, job, again, progress, table).go(executor, width)


class _Run:
    def __init__(
        self,
        sources: Sequence[Source],
        autograder: Autograder,
        out: Path,
        job: Job,
        again: bool,
        progress: Callable[[Progress], None],
        table: Callable[[list[Row]], None] | None,
    ):
        self._sources, self._autograder, self._out = sources, autograder, out
        self._job, self._again, self._report = job, again, progress
        self._table = table or (lambda rows: report.grades_csv(rows, out / "grades.csv"))
        self._progress = Progress(len(sources))
        self._outcome = Outcome()
        self._rows: dict[str, Row] = {}
        self._names = {source.name for source in sources}
        self._tries: Counter[str] = Counter()
        self._failures = 0
        """Of workers, in a row."""
        self._answers = 0
        """Of workers, in all."""
        self._next_table = 0.0

    def go(self, executor: Executor, width: Callable[[], int]) -> Outcome:
        self._read_others()
        try:
            self._grade(executor, width)
        except KeyboardInterrupt:
            self._outcome.interrupted = True
        finally:
            self._write_table()
        self._outcome.rows = list(self._rows.values())
        self._outcome.kept = self._progress.kept
        return self._outcome

    def _grade(self, executor: Executor, width: Callable[[], int]) -> None:
        tasks = self._tasks()
        again: deque[Task] = deque()
        running: dict[Future[dict[str, str]], Task] = {}
        try:
            while True:
                waiting = itertools.chain(_popping(again), tasks)
                with _reaching_workers():
                    places = max(0, width() + 1 - len(running))  # one waits, so that no worker does
                for task in itertools.islice(waiting, places):
                    with _reaching_workers():
                        running[executor.submit(work, self._job, task)] = task
                self._tell(running.values())
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)
                    if not self._finish(future, task):
                        again.append(task)
        finally:  # an interruption too
            for future in running:
                future.cancel()

    def _tasks(self) -> Iterator[Task]:
        """Give what is to be graded; what needs no worker is dealt with on the way."""
        for source in self._sources:
            try:
                submission = read(source, self._autograder.part, self._autograder.names)
            except Unreadable as error:
                self._fail(source.name, str(error))
                continue
            code = code_hash(submission.cells)
            keys = self._keys(code)
            record = None if self._again else records.read(self._out / source.name)
            if record is None or not record.result.graded or record.code != code:
                yield Task(submission, keys)
                continue
            stale = tuple(name for name in keys if record.keys.get(name) != keys[name])
            if not stale and self._describes(record):
                self._progress.kept += 1
                self._progress.total -= 1
                self._add(Row.of(record.result))
            elif record.result.blocked or len(stale) == len(keys):
                yield Task(submission, keys)  # what brought a candidate to its end is tried again
            else:
                yield Task(submission, keys, stale, records.dumps(record))

    def _keys(self, code: str) -> dict[str, str]:
        return records.keys(self._autograder, code, self._job.limits, "", self._job.versions)

    def _describes(self, record: Record) -> bool:
        """Whether a record has the part's questions, no more and in this order."""
        questions = [question.name for question in record.result.questions]
        automatic = [question.name for question in self._autograder.automatic]
        return questions == automatic and record.result.manual == self._autograder.manual

    def _finish(self, future: Future[dict[str, str]], task: Task) -> bool:
        """Take over what a worker has found; return False if it is to be tried again."""
        name = task.submission.name
        try:
            written = future.result()
        except Unsafe:
            raise
        except CancelledError:  # with its cluster: not by us, and not the submission's fault
            return False
        except Exception as error:  # whatever became of the worker
            self._tries[name] += 1
            self._failures += 1
            said = str(error) or type(error).__name__
            if self._failures >= MANY_FAILURES and not self._answers:
                raise Unusable(f"no submission can be graded here: {said}") from None
            if self._tries[name] < TRIES:
                return False
            self._fail(name, f"the grader itself failed {TRIES} times (at last: {said[:200]})")
            return True
        self._failures = 0
        self._answers += 1
        result = self._write(name, written)
        self._progress.failed += not result.graded
        return True

    def _fail(self, name: str, reason: str) -> None:
        self._write(name, files(ungraded(name, self._autograder, reason), None, {}))
        self._progress.failed += 1

    def _write(self, name: str, written: dict[str, str]) -> Result:
        folder = self._out / name
        folder.mkdir(exist_ok=True)
        for file, text in written.items():  # the record comes last: then all is there
            writing.replace(folder / file, text)
        result = records.loads(written[records.NAME]).result
        self._progress.done += 1
        self._add(Row.of(result))
        return result

    def _add(self, row: Row) -> None:
        self._rows[row.name] = row
        if time.monotonic() >= self._next_table:
            self._write_table()

    def _write_table(self) -> None:
        started = time.monotonic()
        if rows := [*self._outcome.others, *self._rows.values()]:
            self._table(rows)
        now = time.monotonic()
        self._next_table = now + max(1.0, PAUSE * (now - started))

    def _read_others(self) -> None:
        """Take over what earlier runs have left of submissions that are not in this one."""
        for folder in records.folders(self._out):
            record = records.read(folder)
            if record is None:
                continue
            if record.result.part != self._autograder.part:
                raise Unusable(
                    f"{self._out} holds results of {record.result.part}. Choose another folder."
                )
            if folder.name in self._names:
                continue
            self._outcome.others.append(Row.of(record.result))
            if record.result.graded and dict(record.keys) != self._keys(record.code):
                self._outcome.outdated.append(record.result.name)

    def _tell(self, running: Iterable[Task]) -> None:
        self._progress.working = tuple(task.submission.name for task in running)
        self._report(self._progress)


def _popping(tasks: deque[Task]) -> Iterator[Task]:
    while tasks:
        yield tasks.popleft()


@contextlib.contextmanager
def _reaching_workers() -> Iterator[None]:
    """Say it if there are no workers any more.

    Raises:
        Unusable: whatever an executor raises then.
    """
    try:
        yield
    except Exception as error:
        said = str(error) or type(error).__name__
        raise Unusable(
            f"the workers cannot be reached any more ({said[:200]}). What is graded is kept; the "
            "same command goes on with the others."
        ) from None


@contextlib.contextmanager
def _claimed(out: Path) -> Iterator[None]:
    """Let no other run write to the folder.

    Raises:
        Unusable: if another does.
    """
    folder = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"another run is writing to {out}; wait until it ends") from None
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(folder)
