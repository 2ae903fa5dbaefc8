"""Grade many submissions: several at a time, each durable when it is finished, none twice."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import pickle
import statistics
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from gangrade import writing
from gangrade.errors import LOG, GangradeError, in_words
from gangrade.grading.pool import WorkerDied
from gangrade.grading.worker import (
    Graded,
    Job,
    Task,
    Unsafe,
    WrongVersions,
    graded,
    ungraded,
    work,
)
from gangrade.intake.find import (
    MAX_FILE,
    CannotOpen,
    Source,
    Unreadable,
    open_file,
    refuse_damaged_zip,
)
from gangrade.intake.submission import Submission, code_hash, read
from gangrade.part.part import Autograder, Limits
from gangrade.reports import tables
from gangrade.results import records, versions
from gangrade.results.records import Record
from gangrade.results.result import Result, Row
from gangrade.writing import one_line

TRIES = 3
"""How often a submission is given to a worker, if workers end over it."""
MANY_FAILURES = 10
"""So many in a row, and no submission graded: then nothing can be graded here."""
LOOK_SECONDS = 5
"""Between two looks at how many workers there are."""
PAUSE = 10
"""The table is written again after so many times the time that writing it takes."""
SOURCES_TRIED = 200
"""Of so many submissions it is tried whether another submission could read them."""


class Unusable(GangradeError):  # noqa: N818
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
    workers: int = 1
    """How many there are to work on them; a cluster may lose all for a while."""


@dataclass
class Outcome:
    """What a run leaves."""

    rows: list[Row] = field(default_factory=list)
    """Of this run's submissions."""
    others: list[Row] = field(default_factory=list)
    """Of those that earlier runs left in the same folder."""
    outdated: list[str] = field(default_factory=list)
    """Names of others that were graded with other tests or packages, or unconfined."""
    unreadable: list[str] = field(default_factory=list)
    """Names of others whose records cannot be read: they are not in the table."""
    not_renewed: dict[str, str] = field(default_factory=dict)
    """Why a submission could not be graded again, by name: its earlier result stays."""
    kept: int = 0
    """How many of this run's results are an earlier run's."""
    interrupted: bool = False
    """Whether it was stopped (Ctrl-C) before all was graded."""
    left: int = 0
    """How many it has not come to."""


@dataclass(frozen=True)
class Settings:
    """How a run grades."""

    limits: Limits
    private: tuple[Path, ...] = ()
    """What no submission may read, beside what the run itself reads and writes."""
    unsafe: bool = False
    """Grade even where submissions cannot be confined."""
    cold: bool = False
    """Start Python anew for each candidate."""
    again: bool = False
    """Grade also what was graded and has not changed."""
    replace: bool = False
    """Let other files of the same names take the place of earlier ones."""


def holding(
    sources: Sequence[Source], autograder: Autograder, out: Path, *, settings: Settings
) -> set[str]:
    """Return the names of the sources whose result in ``out`` still holds; nothing is written.

    Raises:
        InputError: if nothing can be written to ``out``.
        Unusable: as ``grade_all``, for what lies in ``out``.
    """
    writing.check_folder(out)
    return _run(sources, autograder, out, settings=settings).look(settings.replace)


USUAL = 60
"""Seconds that a question is allowed if its master says nothing: most need less than one."""


def typical_seconds(out: Path, autograder: Autograder) -> float:
    """Return how many seconds a submission takes: as those in ``out`` did, or as a part allows.

    Questions that are allowed more than is usual are allowed ten times of what they mostly need.
    """
    found = (records.read(folder) for folder in records.folders(out)[:50])
    taken = [sum(r.result.seconds.values()) for r in found if r is not None and r.result.graded]
    if taken:
        return statistics.median(taken)
    return sum(max(0.5, (question.seconds - USUAL) / 10) for question in autograder.automatic)


def grade_all(
    sources: Sequence[Source],
    autograder: Autograder,
    out: Path,
    *,
    executor: Executor,
    width: Callable[[], int],
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _progress: None,
    table: Callable[[list[Row]], None] | None = None,
) -> Outcome:
    """Grade each source, ``width()`` at a time, and write its files to ``out/<name>/``.

    Call it with ``out`` ``claimed``. Results of an earlier run are kept as far as all that they
    depend on is the same; those of other files with the same names are in the way. ``table`` is
    given the rows of all submissions in ``out``, from time to time and at the end; without it
    ``out/grades.csv`` is written. Ctrl-C ends the run early.

    Raises:
        Unsafe: if submissions cannot be confined where they are graded.
        Unusable: if earlier results are in the way, if nothing can be graded, or if a file cannot
            be written.
        KeyboardInterrupt: if it comes before anything has changed in ``out``.
    """
    run = _run(sources, autograder, out, settings=settings, progress=progress, table=table)
    return run.go(executor, width, settings.replace)


def _run(
    sources: Sequence[Source],
    autograder: Autograder,
    out: Path,
    *,
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _progress: None,
    table: Callable[[list[Row]], None] | None = None,
) -> _Run:
    step = max(1, len(sources) // SOURCES_TRIED)
    paths = [
        autograder.path,
        *(source.path for source in sources[::step] if not source.refusal),
        out,
    ]
    job = Job(
        autograder.pack(),
        autograder.path.resolve(),
        settings.limits,
        private=tuple(path.resolve() for path in (*paths, *settings.private)),
        versions=versions.deciding_versions(),
        unsafe=settings.unsafe,
        cold=settings.cold,
    )
    return _Run(
        sources,
        autograder,
        out,
        job=job,
        again=settings.again,
        report=progress,
        table=table or (lambda rows: tables.grades_csv(rows, out / "grades.csv")),
    )


class _Run:
    def __init__(
        self,
        sources: Sequence[Source],
        autograder: Autograder,
        out: Path,
        *,
        job: Job,
        again: bool,
        report: Callable[[Progress], None],
        table: Callable[[list[Row]], None],
    ):
        self._sources, self._autograder, self._out = sources, autograder, out
        self._job, self._again, self._report, self._table = job, again, report, table
        self._by_name = {source.name: source for source in sources}
        self._progress = Progress(len(sources))
        self._outcome = Outcome()
        self._rows: dict[str, Row] = {}
        self._kept: set[str] = set()
        self._tries: Counter[str] = Counter()
        self._failures = 0
        """Of workers, in a row."""
        self._graded = 0
        self._next_table = 0.0

    def go(self, executor: Executor, width: Callable[[], int], replacing: bool) -> Outcome:
        # Whatever ends the run later, the table has all earlier results that still count.
        self.look(replacing)
        try:
            if self._rows or self._outcome.others or (self._out / "grades.csv").exists():
                self._write_table()
            try:
                self._grade(executor, width)
            except KeyboardInterrupt:
                self._outcome.interrupted = True
            finally:
                if self._rows:
                    self._write_table()
        except OSError as error:
            raise Unusable(
                f"{error.filename or self._out} cannot be written ({error.strerror}). What is "
                "graded is kept; the same command goes on with the others."
            ) from error
        self._outcome.rows = list(self._rows.values())
        self._outcome.kept = len(self._kept)
        self._outcome.left = self._progress.total - self._progress.done
        return self._outcome

    def look(self, replacing: bool) -> set[str]:
        """Take over the results that still hold; return the names of those that are kept."""
        strangers = self._look_at_earlier()
        if strangers and not replacing:
            raise Unusable(_in_the_way(strangers, self._out))
        return self._kept

    def _look_at_earlier(self) -> dict[str, str]:
        """Take over the results that still hold, of this run's submissions and of others.

        Return where those come from that other files with the same names would replace.
        """
        strangers = {}
        for folder in records.folders(self._out):
            record = records.read(folder)
            source = self._by_name.get(folder.name)
            if record is None:
                if source is None:
                    self._outcome.unreadable.append(folder.name)
                continue
            if record.result.name != folder.name:  # a copy that someone made
                continue
            if record.result.part != self._autograder.part:
                raise Unusable(
                    f"{self._out} holds results of {record.result.part}. Choose another folder."
                )
            if record.secret not in ("", self._autograder.fingerprint):
                raise Unusable(
                    f"the results in {self._out} come from the secret {record.secret}, and "
                    f"{self._autograder.path.name} holds {self._autograder.fingerprint}: other "
                    "curves, rings and seeds. Grade with the zip, or the autograder/.secret, that "
                    "they come from; or choose another folder for --out."
                )
            if source is None:
                self._outcome.others.append(Row.of(record.result))
                if record.result.graded and not self._counts(record):
                    self._outcome.outdated.append(record.result.name)
                continue
            try:
                code = code_hash(self._read(source).cells)
            except Unreadable:
                code = ""
            if record.source != str(source) and (record.code != code or not code):
                strangers[source.name] = record.source
            elif record.code == code and record.share == source.share and self._holds(record):
                self._rows[source.name] = Row.of(record.result)
                if not self._again:
                    self._kept.add(source.name)
                    self._progress.kept += 1
                    self._progress.total -= 1
            self._tell(())
        return strangers

    def _grade(self, executor: Executor, width: Callable[[], int]) -> None:
        tasks = self._tasks()
        again: deque[Task] = deque()
        running: dict[Future[Graded], Task] = {}
        try:
            while True:
                waiting = itertools.chain(_popping(again), tasks)
                with _reaching_workers():
                    self._progress.workers = width()
                # One more than can be worked on, so that no worker waits.
                places = max(0, self._progress.workers + 1 - len(running))
                for task in itertools.islice(waiting, places):
                    with _reaching_workers():
                        running[executor.submit(work, self._job, task)] = task
                self._tell(running.values())
                if not running:
                    break
                for future in wait(running, LOOK_SECONDS, return_when=FIRST_COMPLETED).done:
                    if retry := self._finish(future, running.pop(future)):
                        again.append(retry)
        finally:  # an interruption too
            for future in running:
                future.cancel()

    def _tasks(self) -> Iterator[Task]:
        """Give what is to be graded; what needs no worker is dealt with on the way."""
        for source in self._sources:
            if source.name in self._kept:
                continue
            try:
                submission = self._read(source)
            except Unreadable as error:
                self._refuse(source, error)
                continue
            keys = self._keys(code_hash(submission.cells), source.share)
            task = Task(submission, str(source), keys, share=source.share, notes=_notes(source))
            record = None if self._again else self._earlier(submission)
            if record is None or record.result.cut_short or record.unsafe:
                yield task
                continue
            stale = tuple(name for name in keys if record.keys.get(name) != keys[name])
            if len(stale) < len(keys):
                task = replace(task, only=stale, earlier=pickle.dumps(record.result))
            yield task

    def _read(self, source: Source) -> Submission:
        return read(source, self._autograder.part, self._autograder.names)

    def _earlier(self, submission: Submission) -> Record | None:
        """Return the record of a submission if the same code was graded then, and may count."""
        record = records.read(self._out / submission.name)
        if record is None or not record.result.graded or not self._confined(record):
            return None
        return record if record.code == code_hash(submission.cells) else None

    def _holds(self, record: Record) -> bool:
        """Whether a record of the same code is what grading would give now."""
        return record.result.graded and self._counts(record) and self._describes(record)

    def _counts(self, record: Record) -> bool:
        """Whether nothing has changed that a record depends on."""
        return self._confined(record) and dict(record.keys) == self._keys(record.code, record.share)

    def _confined(self, record: Record) -> bool:
        return self._job.unsafe or not record.unsafe

    def _keys(self, code: str, share: int) -> dict[str, str]:
        limits = self._job.limits.shared(share)
        return records.keys(self._autograder, code, limits, student="", versions=self._job.versions)

    def _describes(self, record: Record) -> bool:
        """Whether a record has the part's questions, no more and in this order."""
        questions = [question.name for question in record.result.questions]
        automatic = [question.name for question in self._autograder.automatic]
        return questions == automatic and record.result.manual == self._autograder.manual

    def _finish(self, future: Future[Graded], task: Task) -> Task | None:
        """Take over what a worker has found; return what is to be tried again."""
        name = task.submission.name
        try:
            found = future.result()
        except Unsafe as error:
            if not self._graded:
                raise
            raise Unusable(f"a worker cannot confine submissions: {error}") from None
        except WrongVersions as error:
            raise Unusable(str(error)) from None
        except CancelledError:  # with its cluster: not by us, and not the submission's fault
            return task
        except Exception as error:  # whatever became of the worker
            self._tries[name] += 1
            words = in_words(error)
            trace = "".join(traceback.format_exception(error))
            # One that ends its workers is set aside, and counts as one failure.
            died, last = isinstance(error, WorkerDied), self._tries[name] >= TRIES
            if last or not died:
                self._count_failure(words, trace, ours=not died)
            if not last:
                return task
            what = "set aside, since its workers ended" if died else "the grader itself failed"
            why = f"{what} {TRIES} times (at last: {words[:200]})"
            found = graded(ungraded(name, self._autograder, why), task.source, log=trace)
        else:
            result = found.record.result
            if result.graded:
                self._failures = 0
                self._graded += 1
            else:
                self._count_failure(result.status, found.files.get(LOG, ""), ours=False)
            if task.only is not None and result.cut_short:  # other questions might go otherwise
                return replace(task, only=None, earlier=b"")
        result = found.record.result
        earlier = None if result.graded else self._earlier(task.submission)
        if earlier is None:
            self._write(found)
        else:  # a failure of ours does not take the place of marks
            self._outcome.not_renewed[name] = result.status
            if LOG in found.files:
                writing.replace(self._out / name / LOG, found.files[LOG])
            self._done(earlier.result, failed=True)
        return None

    def _count_failure(self, said: str, trace: str, ours: bool) -> None:
        """Note that a worker has failed, and whether no submission can be to blame for it.

        Raises:
            Unusable: if it goes on like that.
        """
        self._failures += 1
        if self._failures >= MANY_FAILURES and (ours or not self._graded):
            if trace:
                writing.replace(self._out / LOG, writing.harmless(trace))
                said = f"{said} (see {self._out / LOG})"
            raise Unusable(f"no submission can be graded here any more: {said}")

    def _refuse(self, source: Source, why: Unreadable) -> None:
        earlier = records.read(self._out / source.name) if isinstance(why, CannotOpen) else None
        if earlier is not None and earlier.result.graded and earlier.source == str(source):
            self._outcome.not_renewed[source.name] = str(why)
            self._done(earlier.result, failed=True)
            return
        self._write(graded(ungraded(source.name, self._autograder, str(why)), str(source)))

    def _write(self, found: Graded) -> None:
        result = found.record.result
        folder = self._out / result.name
        folder.mkdir(exist_ok=True)
        if LOG not in found.files:
            (folder / LOG).unlink(missing_ok=True)
        for old in folder.glob("submitted*"):  # of another form, perhaps
            old.unlink()
        if (work := self._handed_in(result.name)) is not None:
            writing.replace(folder / records.handed_in(found.record.source), work)
        for file, text in found.files.items():  # the record comes last: then all is there
            writing.replace(folder / file, text)
        self._done(result, failed=not result.graded)

    def _handed_in(self, name: str) -> bytes | None:
        """Return the file of a submission as it was handed in; None if it cannot be opened."""
        source = self._by_name[name]
        if not source.path.is_file():
            return None
        try:
            with refuse_damaged_zip(), open_file(source.path, source.members) as file:
                return file.read(MAX_FILE)
        except (Unreadable, OSError):
            return None

    def _done(self, result: Result, failed: bool) -> None:
        self._progress.done += 1
        self._progress.failed += failed
        self._add(Row.of(result))

    def _add(self, row: Row) -> None:
        self._rows[row.name] = row
        if time.monotonic() >= self._next_table:
            self._write_table()

    def _write_table(self) -> None:
        start = time.monotonic()
        self._table([*self._outcome.others, *self._rows.values()])
        now = time.monotonic()
        self._next_table = now + max(1.0, PAUSE * (now - start))

    def _tell(self, running: Iterable[Task]) -> None:
        self._progress.working = tuple(task.submission.name for task in running)
        self._report(self._progress)


def _notes(source: Source) -> tuple[str, ...]:
    """Return sentences on what a submission was graded with."""
    notes = []
    if source.copies:
        files = one_line(", ".join(source.copies))
        notes.append(f"Also handed in, with the same work: {files}. It is graded once.")
    if source.share > 1:
        notes.append(
            f"{source.share} different notebooks were handed in together: they have the computing "
            "time of one."
        )
    return tuple(notes)


def _in_the_way(strangers: dict[str, str], out: Path) -> str:
    """Say that files would take the place of others with the same names."""
    name, before = next(iter(strangers.items()))
    others = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
    return (
        f"{out} holds results of other files with the same names ({name}{others}; the earlier one "
        f"was {before or 'refused'}). If these are new versions of the same students' work, add "
        "--replace; else choose another folder for --out."
    )


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
        words = in_words(error)
        raise Unusable(
            f"the workers cannot be reached any more ({words[:200]}). What is graded is kept; the "
            "same command goes on with the others."
        ) from error


@contextlib.contextmanager
def claimed(out: Path) -> Iterator[None]:
    """Make the folder if it is missing, and let no other run write to it.

    Raises:
        InputError: if there can be no such folder.
        Unusable: if another does.
    """
    writing.make_folder(out)
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
