"""Worker processes behind the interface of ``concurrent.futures.Executor``.

The standard library's pool of processes breaks as a whole when one of them dies, with all that is
in work. Here each process stands alone: its death fails its own task only, and the next task gets
a new process.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


# A fork of this process would hold all that it knows, and its threads' locks.
_context = multiprocessing.get_context("spawn")


PATIENCE = 10
"""Seconds that a process has to end what it has started."""


class WorkerDied(Exception):  # noqa: N818
    """The process that worked on a task has ended."""


class Pool(ThreadPoolExecutor):
    """As many processes as threads; each thread waits for its process."""

    def __init__(self, workers: int):
        """Start none yet: each starts with its first task."""
        super().__init__(workers, thread_name_prefix="worker")
        self._own = threading.local()
        self._workers: set[_Worker] = set()
        self._ending = False
        self._lock = threading.Lock()  # a task begins before the end and is killed, or not at all

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a process call ``fn``, which must be importable there.

        The future's exception is ``WorkerDied`` if the process ends before it answers.
        """
        return super().submit(self._call, fn, args, kwargs)

    def processes(self) -> list[int]:
        """Return the processes' numbers."""
        return [number for w in list(self._workers) if (number := w.process.pid) is not None]

    def close(self) -> None:
        """End all processes: those that work at once, the others in their own time."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._ending = True
            for worker in self._workers:
                if worker.working:
                    worker.process.kill()
        self.shutdown()  # now their threads have an answer
        for worker in self._workers:
            worker.hang_up()  # all of them, so that they end at the same time
        for worker in self._workers:
            worker.end()

    def _call(self, fn: Callable[..., T], args: Any, kwargs: Any) -> T:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.process.is_alive():
            worker = self._own.worker = _Worker()
        with self._lock:
            self._workers.add(worker)
            if self._ending:
                raise WorkerDied("the processes of the grader were ended")
            worker.working = True
        try:
            return worker.call(fn, args, kwargs)
        except WorkerDied:
            self._own.worker = None
            with self._lock:
                self._workers.discard(worker)
            worker.end()
            raise
        finally:
            with self._lock:
                worker.working = False


@contextlib.contextmanager
def started(workers: int) -> Iterator[Pool]:
    """Give a pool; at the end of the block all its processes end."""
    pool = Pool(workers)
    try:
        yield pool
    finally:
        pool.close()


class _Worker:
    def __init__(self) -> None:
        self._connection, inner = _context.Pipe()
        self.process = _context.Process(target=_serve, args=[inner], daemon=True)
        # Ctrl-C is for the process that grades; a new one could not yet ignore it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        inner.close()  # or its death would not be noticed
        self.working = False

    def call(self, fn: Callable[..., T], args: Any, kwargs: Any) -> T:
        try:
            self._connection.send((fn, args, kwargs))
            success, answer = self._connection.recv()
        except (EOFError, OSError):
            self.process.join(5)
            raise WorkerDied(_last_word(self.process.exitcode)) from None
        if not success:
            raise answer
        return answer  # type: ignore[no-any-return]

    def hang_up(self) -> None:
        self._connection.close()  # it ends when it sees that

    def end(self) -> None:
        self.hang_up()
        self.process.join(PATIENCE)
        self.process.kill()
        self.process.join()


def _last_word(status: int | None) -> str:
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return f"a process of the grader was ended by {signal.Signals(-status).name}"
    return f"a process of the grader ended with status {status}"


def _serve(connection: Connection) -> None:
    """Call what is asked for, until the other process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process decides what to do
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # there are as many of us as processors
    threading.Thread(target=_follow, daemon=True).start()
    while True:
        try:
            fn, args, kwargs = connection.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = True, fn(*args, **kwargs)
        except Exception as error:
            answer = False, _portable(error)
        try:
            connection.send(answer)
        except OSError:
            return


def _follow() -> None:
    """End with the process that started this one, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return the exception, or one with its text if it cannot be sent to another process."""
    trace = "".join(traceback.format_exception(error))  # which does not cross by itself
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(trace)
    return error
