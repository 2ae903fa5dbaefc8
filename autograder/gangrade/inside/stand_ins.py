"""Stand-ins that do nothing, for what notebooks meet where students work and the grader has not.

They are put where a submission runs only. A module of the grader's that has the same name comes
first, and code that looks after a missing module itself sees that it is missing.
"""

from __future__ import annotations

import bdb
import builtins
import code
import functools
import getpass
import importlib
import importlib.metadata
import multiprocessing
import multiprocessing.dummy
import os
import pdb
import sys
import threading
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import IPython
from IPython.core import debugger

from gangrade.inside import kept


class Nothing(str):
    """An empty text that can also be called, entered, indexed, and asked for any attribute.

    It stands for whatever comes from a service: a key, a folder, files by name, a widget.

    >>> files = Nothing()
    >>> [len(files.upload()), list(files.upload().items()), files["a"].b(1), str(files.key)]
    [0, [], '', '']
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Nothing:
        """Return nothing for every attribute that a text has not."""
        if name.startswith("__"):  # Python itself asks for these, to see what it has
            raise AttributeError(name)
        return Nothing()

    def __call__(self, *args: Any, **_options: Any) -> Any:
        """Return nothing; as a decorator, the function that it is given."""
        return args[0] if len(args) == 1 and isinstance(args[0], types.FunctionType) else Nothing()

    def __getitem__(self, _key: Any) -> Nothing:
        """Return nothing."""
        return Nothing()

    def __setitem__(self, _key: Any, _value: Any) -> None:
        """Do nothing."""

    def __iter__(self) -> Iterator[str]:
        """Give nothing."""
        return iter(())

    def __enter__(self) -> Nothing:
        """Return nothing."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Do nothing."""


class _Module(types.ModuleType):
    """A module in which every name means nothing."""

    __path__: list[str] = []  # noqa: RUF012 - so that it has modules in it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


SERVICES = (
    *("google.colab", "kaggle_secrets", "kaggle_datasets", "kaggle_web_client", "otter"),
    *("wandb", "mlflow", "comet_ml", "neptune", "icecream", "ipdb", "nest_asyncio"),
)
"""Modules that only a service has, or, as otter and what keeps a record of a training, that are for
the student's eyes only."""


class _Services(MetaPathFinder, Loader):
    """Finds what ``SERVICES`` have."""

    def __init__(self, looked_after: Callable[[], bool]):
        self._looked_after = looked_after

    def find_spec(
        self,
        fullname: str,
        _path: Sequence[str] | None = None,
        _target: types.ModuleType | None = None,
    ) -> ModuleSpec | None:
        here = any(f"{fullname}.".startswith(f"{name}.") for name in SERVICES)
        if not here or self._looked_after():
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ == "google.colab":
            importlib.import_module("google.colab.drive")
        elif module.__name__ == "google.colab.drive":
            module.mount = _mount  # type: ignore[attr-defined]
        elif module.__name__ == "icecream":
            module.ic = _same  # type: ignore[attr-defined]


def _mount(mountpoint: str = "/content/drive", **_options: Any) -> None:
    """Make the folder that some code asks for before it writes into it."""
    os.makedirs(os.path.join(mountpoint, "MyDrive"), exist_ok=True)  # noqa: PTH103, PTH118


def put_up(looked_after: Callable[[], bool]) -> None:
    """Put all stand-ins in their places.

    Args:
        looked_after: says whether the import under way is in code that copes with its failure.
    """
    sys.path.append("")  # modules that a notebook has written; at the end they shadow none of ours
    sys.meta_path.append(_Services(looked_after))
    sys.modules["otter"] = _otter()
    builtins.input = _nobody_answers
    getpass.getpass = _nobody_answers
    sys.breakpointhook = IPython.embed = code.interact = _nothing
    debuggers: list[Any] = [bdb.Bdb, pdb, pdb.Pdb, debugger, debugger.Pdb]
    for owner in debuggers:
        owner.set_trace = _nothing
    _keep_to_agg()
    _ignore_jit_compile()
    _stay_eager()
    _ignore_summaries()
    _use_threads()
    kept.put_up(Path.cwd())


def _nothing(*_args: Any, **_options: Any) -> None:
    """Do nothing."""


def _same(*args: Any) -> Any:
    """Return what is given, as what shows a value and passes it on."""
    return args[0] if len(args) == 1 else (args or None)


def _nobody_answers(*_args: Any, **_options: Any) -> str:
    """Stand in for ``input``.

    Raises:
        EOFError: always, as where its end is closed.
    """
    raise EOFError("nobody answers input() when a notebook is graded")


def _otter() -> types.ModuleType:
    module = _Module("otter")
    module.__version__ = importlib.metadata.version("otter-grader")  # type: ignore[attr-defined]
    return module


def _keep_to_agg() -> None:
    """Let nobody choose another back end of Matplotlib: there is no screen."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    plt.switch_backend("Agg")
    mpl.use = plt.switch_backend = _nothing


def _ignore_jit_compile() -> None:
    """Compile nothing with XLA: it ignores seeds, and recording layers cannot be compiled so."""
    import tensorflow as tf

    plain = tf.function

    @functools.wraps(plain)
    def function(*args: Any, jit_compile: bool | None = None, **options: Any) -> Any:  # noqa: ARG001
        return plain(*args, **options)

    tf.function = function


def _stay_eager() -> None:
    """Let lines from the time of TensorFlow 1 do nothing: Keras cannot work without values."""
    from tensorflow.python.compat import v2_compat
    from tensorflow.python.framework import ops

    for function in (ops.disable_eager_execution, v2_compat.disable_v2_behavior):
        function.__code__ = _nothing.__code__  # they have many names


_THREADS: Any = multiprocessing.dummy
"""What Python's own has for threads under the names of processes."""


def _use_threads() -> None:
    """Let pools and processes of Python's own be threads: there can be no second process."""

    def pool(
        processes: int | None = None,
        initializer: Any = None,
        initargs: Sequence[Any] = (),
        **_options: Any,
    ) -> Any:
        return _THREADS.Pool(processes, initializer, tuple(initargs))

    def executor(
        max_workers: int | None = None,
        *_method: Any,
        initializer: Any = None,
        initargs: Sequence[Any] = (),
        **_options: Any,
    ) -> futures.ThreadPoolExecutor:
        return futures.ThreadPoolExecutor(
            max_workers, initializer=initializer, initargs=tuple(initargs)
        )

    dummy, here, methods = _THREADS, vars(multiprocessing), multiprocessing.context.BaseContext
    for name in dummy.__all__:
        here[name] = getattr(dummy, name)
        if name[0].isupper():  # also of what lies deeper, such as a pool of threads
            setattr(methods, name, staticmethod(getattr(dummy, name)))
    here |= {"Pool": pool, "SimpleQueue": dummy.Queue, "Array": dummy.Array, "Value": _Value}
    here["get_context"] = lambda _method=None: multiprocessing
    here["Process"] = _Process  # not for pools: they would end what they take for processes
    futures.ProcessPoolExecutor = executor  # type: ignore[assignment,misc]


class _Process(_THREADS.DummyProcess):  # type: ignore[misc]
    """A thread that may be told to end, and goes on."""

    def terminate(self) -> None:
        """Do nothing."""

    kill = close = terminate


class _Value(_THREADS.Value):  # type: ignore[misc]
    """A value that threads share, which can be locked as one of processes can."""

    def get_lock(self) -> Any:
        """Return a lock."""
        return self.__dict__.setdefault("_lock", threading.RLock())


def _ignore_summaries() -> None:
    """Write nothing for TensorBoard, which is not here, and nobody would look at."""
    # As Keras does: the first import of this name makes another module than ``tf.summary`` was.
    summary: Any = importlib.import_module("tensorflow.summary")

    def noop_writer(*_args: Any, **_options: Any) -> Any:
        return summary.create_noop_writer()

    summary.create_file_writer = noop_writer
    for name in ("audio", "histogram", "image", "scalar", "text"):
        setattr(summary, name, _nothing)
