"""Grade one submission: run its cells in a candidate, its questions' tests in here.

No code of the student's ever runs in this process. The tests get stand-ins for the functions.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Self

import psutil

from gangrade.candidate import machine
from gangrade.candidate.parent import WarmParent
from gangrade.grading.judge import Exam
from gangrade.grading.notebook import Notebook
from gangrade.grading.sitting import Sitting
from gangrade.intake.submission import Submission, code_hash
from gangrade.intake.trainings import worth_reading
from gangrade.part.part import Autograder, Limits
from gangrade.results.result import QuestionResult, Result
from gangrade.verdicts.draws import Grading

LIMITS = Limits()


def grade(
    submission: Submission,
    autograder: Autograder,
    warm: WarmParent,
    limits: Limits = LIMITS,
    student: str = "",
    report: Callable[[str], None] = lambda _phase: None,
    only: Sequence[str] | None = None,
    keep: Callable[[Result], None] = lambda _result: None,
    earlier: Result | None = None,
    apart: bool = False,
) -> Result:
    """Grade a submission; ``report`` is told the phase, ``only`` names questions to grade.

    Whatever the student's code does, this returns a result. ``keep`` is given what there is of it
    after each question. Questions that are not graded are those of an ``earlier`` result, if any.
    With ``apart``, hidden tests get a fresh candidate, with a scratch folder of its own: for hosts
    that show the results of public tests alone. Code that met hidden tests then meets no public
    one.

    Raises:
        CannotGrade: if something is missing on the instructor's side.
        Broken: if our own processes fail.
    """
    clock = _Clock()
    old = {question.name: question for question in earlier.questions} if earlier else {}
    selection = [q for q in autograder.automatic if only is None or q.name in {*only, *old}]
    questions: dict[str, QuestionResult] = {}
    new = [q.name for q in selection if only is None or q.name in only]
    taken_over = sum(q.seconds for name, q in old.items() if name not in new)

    def surroundings() -> Grading:
        return Grading(
            secret=autograder.secret,
            student=student,
            code=code_hash(submission.cells),
            calibration=autograder.calibration,
            run_network=notebook.run_network,
        )

    with contextlib.ExitStack() as exits:
        meter = exits.enter_context(_Meter(warm))
        report("start")
        warm.wait()
        clock.lap("start")
        functions = [name for question in selection for name in question.functions]
        notebook = Notebook(
            submission,
            warm,
            limits,
            functions=functions,
            environment=autograder.environment,
        )
        exits.callback(notebook.close)
        exams = {q.name: Exam(q, surroundings()) for q in selection if q.name in new}
        sitting = exits.enter_context(contextlib.closing(Sitting(notebook, exams)))
        meter.judge = lambda: sitting.judge.processes
        report("cells")
        notebook.start()
        clock.lap("cells")

        def result() -> Result:
            left = earlier.evidence if earlier else {}
            evidence = {
                q.name: exams[q.name].surroundings.evidence if q.name in exams else left.get(q.name)
                for q in selection
            }
            return Result(
                name=submission.name,
                part=autograder.part,
                questions=tuple(
                    questions[q.name] if q.name in questions else sitting.progress(q.name)
                    for q in selection
                ),
                manual=autograder.manual,
                failed_cells=tuple(notebook.failed_cells),
                slow_cells=tuple(notebook.allowance.slowest().items()),
                blocked=tuple(notebook.blocked),
                cut_short=bool(notebook.blocked) or notebook.used + taken_over >= limits.total,
                evidence={name: found for name, found in evidence.items() if found is not None},
                seconds=dict(clock.laps),
                peak_memory=meter.peak / 1e6,
            )

        questions |= {name: question for name, question in old.items() if name not in new}
        keep(result())
        report("public tests")
        for name in exams:
            sitting.examine(name, hidden=False)
        keep(result())
        if apart:
            notebook.close()
        for name in exams:
            report(name)
            sitting.examine(name, hidden=True)
            names = [q.name for q in selection]
            before = [questions[other] for other in names[: names.index(name)]]
            found = sitting.result(name, {q.name for q in before if not q.complete})
            asked = exams[name].question
            reading = worth_reading(submission.cells, asked.trains, fitted=asked.fitted)
            questions[name] = replace(found, reading=tuple(reading))
            keep(result())
        clock.lap("tests")
    return result()


METER_SECONDS = 2
"""Between two looks at the memory: each costs 10 ms for every process of this size."""


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = round(now - self._last, 2)
        self._last = now


class _Meter:
    """Watches the memory of this process, of its judge, and of all that the warm parent forked."""

    def __init__(self, warm: WarmParent):
        self.peak = 0.0
        self._warm = warm
        self.judge: Callable[[], list[psutil.Process]] = list
        """Gives the process that carries out tests."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, self._memory())
            # Half a processor is looked at half as often.
            if self._stop.wait(METER_SECONDS / min(1.0, machine.cpus())):
                return

    def _memory(self) -> float:
        if (size := machine.held()) is not None:
            return size  # a container may lack the right to look into its other users' processes
        total = 0.0
        with contextlib.suppress(psutil.Error):
            children = self._warm.process.children(recursive=True)
            for process in (psutil.Process(), self._warm.process, *children, *self.judge()):
                with contextlib.suppress(psutil.Error):
                    memory = process.memory_full_info()
                    # The proportional set size counts a page that several share only once.
                    total += getattr(memory, "pss", memory.uss)
        return total
