"""Workers in processes of their own: what they answer, and what happens when they die."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import pytest
from gangrade.grading import pool
from gangrade.grading.pool import Pool, WorkerDied


@pytest.fixture(scope="module")
def workers() -> Iterator[Pool]:
    with pool.started(2) as started:
        yield started


def test_tasks_are_done_elsewhere(workers: Pool) -> None:
    numbers = {workers.submit(os.getpid).result() for _ in range(5)}
    assert os.getpid() not in numbers
    assert numbers <= set(workers.processes())
    assert list(workers.map(math.factorial, range(5))) == [1, 1, 2, 6, 24]
    assert workers.submit(int, "ff", base=16).result() == 255


def test_an_exception_comes_back(workers: Pool) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        workers.submit(divmod, 1, 0).result()
    assert "Traceback" in raised.value.__notes__[0]  # of where it was raised


class StubbornError(Exception):
    """Its constructor does not take its own arguments."""

    def __init__(self, one: int, two: int):
        super().__init__(f"{one} and {two}")


def raise_stubborn() -> None:
    raise StubbornError(1, 2)


def test_an_exception_that_cannot_cross_is_told(workers: Pool) -> None:
    with pytest.raises(RuntimeError, match="StubbornError: 1 and 2"):
        workers.submit(raise_stubborn).result()


def test_a_death_fails_its_own_task_only(workers: Pool) -> None:
    slow = workers.submit(time.sleep, 2)
    for killer in (signal.SIGKILL, signal.SIGSEGV):
        dying = workers.submit(signal.raise_signal, killer)
        with pytest.raises(WorkerDied, match=killer.name):
            dying.result()
    with pytest.raises(WorkerDied, match="status 3"):
        workers.submit(os._exit, 3).result()
    assert workers.submit(math.factorial, 3).result() == 6
    assert slow.result() is None
    assert len(workers.processes()) <= 2


def test_one_that_died_between_tasks_is_replaced() -> None:
    with pool.started(1) as workers:
        first = workers.submit(os.getpid).result()
        os.kill(first, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], 5)
        try:
            second = workers.submit(os.getpid).result()
        except WorkerDied:  # the task was sent before the death was seen
            second = workers.submit(os.getpid).result()
        assert second != first


def test_all_end_with_the_block_whatever_they_do() -> None:
    with pool.started(2) as workers:
        futures = [workers.submit(time.sleep, 600) for _ in range(5)]
        while len(workers.processes()) < 2:
            time.sleep(0.01)
        processes = [psutil.Process(number) for number in workers.processes()]
    assert not any(process.is_running() for process in processes)
    assert all(future.done() for future in futures)


def test_a_task_that_begins_as_the_pool_ends_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, closing = threading.Event(), threading.Event()
    call, shutdown = pool._Worker.call, Pool.shutdown

    def late_call(worker: Any, *task: Any) -> Any:
        begun.set()
        closing.wait()
        return call(worker, *task)

    def shutdown_that_tells(self: Pool, wait: bool = True, **options: Any) -> None:
        if wait:
            closing.set()
        shutdown(self, wait, **options)

    monkeypatch.setattr(pool._Worker, "call", late_call)
    monkeypatch.setattr(Pool, "shutdown", shutdown_that_tells)
    with pool.started(1) as workers:
        future = workers.submit(math.factorial, 3)
        begun.wait()
    assert isinstance(future.exception(), WorkerDied)


CHILD = """
import time
from gangrade.grading import pool
if __name__ == "__main__":
    with pool.started(1) as workers:
        future = workers.submit(time.sleep, 600)
        while not workers.processes():
            time.sleep(0.01)
        print(workers.processes()[0], flush=True)
        future.result()
"""


def test_workers_end_with_a_process_that_is_killed(tmp_path: os.PathLike[str]) -> None:
    script = os.path.join(tmp_path, "main.py")  # noqa: PTH118
    with open(script, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(CHILD)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as main:
        assert main.stdout is not None
        worker = psutil.Process(int(main.stdout.readline()))
        main.kill()
    _, alive = psutil.wait_procs([worker], 20)
    assert not alive


def test_it_is_an_executor_like_any_other(workers: Pool) -> None:
    with ThreadPoolExecutor(1) as threads:
        for executor in (workers, threads):
            assert executor.submit(math.sqrt, 4).result() == 2
