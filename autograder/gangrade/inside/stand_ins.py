"""Stand-ins that do nothing, for what notebooks meet where students work and the grader has not.

They are put where a submission runs only. A module of the grader's that has the same name comes
first, and code that looks after a missing module itself sees that it is missing.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import getpass
import importlib
import importlib.metadata
import io
import os
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

from IPython.core import interactiveshell


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


SERVICES = ("google.colab", "kaggle_secrets", "kaggle_datasets", "kaggle_web_client", "otter")
"""Modules that only a service has, or, as otter, that are for the student's eyes only."""


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


def _mount(mountpoint: str = "/content/drive", **_options: Any) -> None:
    """Make the folder that some code asks for before it writes into it."""
    os.makedirs(os.path.join(mountpoint, "MyDrive"), exist_ok=True)  # noqa: PTH103, PTH118


class _KeptModules(MetaPathFinder):
    """Finds modules in folders of ``sys.path`` whose files are kept elsewhere."""

    def __init__(self, folder: str):
        self._folder = folder

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: types.ModuleType | None = None,
    ) -> ModuleSpec | None:
        if path is not None:
            return None
        scratch = str(Path(self._folder).parent)
        places = [self._folder + str(p) for p in sys.path if _is_kept(p, scratch)]
        return PathFinder.find_spec(fullname, places, target)


def put_up(looked_after: Callable[[], bool]) -> None:
    """Put all stand-ins in their places.

    Args:
        looked_after: says whether the import under way is in code that copes with its failure.
    """
    sys.path.append("")  # modules that a notebook has written; at the end they shadow none of ours
    elsewhere = str(Path.cwd() / ".elsewhere")
    sys.meta_path += [_Services(looked_after), _KeptModules(elsewhere)]
    sys.modules["otter"] = _otter()
    builtins.input = _nobody_answers
    getpass.getpass = _nobody_answers
    sys.breakpointhook = _nothing
    _keep_to_agg()
    _ignore_jit_compile()
    _ignore_summaries()
    _keep_files(elsewhere)


def _nothing(*_args: Any, **_options: Any) -> None:
    """Do nothing."""


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


def _ignore_summaries() -> None:
    """Write nothing for TensorBoard, which is not here, and nobody would look at."""
    # As Keras does: the first import of this name makes another module than ``tf.summary`` was.
    summary: Any = importlib.import_module("tensorflow.summary")

    def noop_writer(*_args: Any, **_options: Any) -> Any:
        return summary.create_noop_writer()

    summary.create_file_writer = noop_writer
    for name in ("audio", "histogram", "image", "scalar", "text"):
        setattr(summary, name, _nothing)


_OF_ONE_PATH = """
    access chdir chmod listdir lstat mkdir open readlink remove rmdir scandir stat unlink utime
""".split()  # noqa: SIM905
_OF_TWO_PATHS = ("rename", "replace")


ELSEWHERE = ("content", "kaggle", "Users", "Volumes")
"""First folders of Colab, Kaggle and macOS. Others may be the grader's own, hidden from here."""
SHARED = ("home", "media", "mnt", "tmp")
"""First folders in which students may write on their machines, and nobody may here."""
_exists = functools.lru_cache(maxsize=1000)(functools.partial(os.access, mode=os.F_OK))
"""As it was before it was replaced, or it would ask itself."""


def _is_elsewhere(path: Any) -> bool:
    """Return whether a path is one of a student's machine, and cannot be one of this."""
    text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(text, str) or not text.startswith("/"):
        return False
    top = text.lstrip("/").split("/")[0]
    return top in ELSEWHERE and not _exists(f"/{top}")


def _is_shared(path: Any, scratch: str) -> bool:
    """Return whether a path is in a folder of both machines, and not in the scratch folder."""
    text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(text, str) or not text.startswith("/"):
        return False
    return text.split("/")[1] in SHARED and not f"{text}/".startswith(f"{scratch}/")


def _keep_files(folder: str) -> None:
    """Keep files that lie ``ELSEWHERE`` in a folder, and those of ``SHARED`` that cannot lie there.

    A function that saves a figure there is right on the student's machine.
    """
    builtins.open = io.open = _kept(io.open, folder, paths=1)
    interactiveshell.io_open = io.open  # type: ignore[attr-defined]  # what ``open`` is in a notebook's cells
    for name in _OF_ONE_PATH:
        setattr(os, name, _kept(getattr(os, name), folder, paths=1))
    for name in _OF_TWO_PATHS:
        setattr(os, name, _kept(getattr(os, name), folder, paths=2))


def _kept(function: Any, folder: str, paths: int) -> Any:
    """Return a function of files, whose first arguments are paths, that keeps some in a folder."""
    scratch = str(Path(folder).parent)

    def kept(given: Sequence[Any], args: Sequence[Any], options: dict[str, Any]) -> Any:
        places = [folder + os.fspath(p) if _is_kept(p, scratch) else p for p in given]
        if _makes(function.__name__, *args[1:2], **options):
            Path(places[-1]).parent.mkdir(parents=True, exist_ok=True)
        return function(*places, *args[paths:], **options)

    @functools.wraps(function)
    def keeping(*args: Any, **options: Any) -> Any:
        given = args[:paths]
        try:
            if any(map(_is_elsewhere, given)):
                return kept(given, args, options)
            return function(*args, **options)
        except OSError as error:
            if any(map(_is_elsewhere, given)):
                error.filename = os.fspath(given[0])
            elif any(_is_shared(path, scratch) for path in given) or (
                # !mkdir has not made its folder, or it is one that a student has
                isinstance(error, FileNotFoundError) and _writes(function.__name__, args, options)
            ):
                with contextlib.suppress(OSError):
                    return kept(given, args, options)
            raise

    for functions in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if function in functions:
            functions.add(keeping)
    return keeping


def _is_kept(path: Any, scratch: str) -> bool:
    return _is_elsewhere(path) or _is_shared(path, scratch)


def _writes(name: str, args: Sequence[Any], options: dict[str, Any]) -> bool:
    """Return whether a call opens a file by its name to write it."""
    return (
        name == "open"
        and isinstance(args[0], (str, os.PathLike))
        and _makes(name, *args[1:2], **options)
    )


def _makes(name: str, mode: Any = "r", **_options: Any) -> bool:
    """Return whether a call makes a file or a folder; others shall not find one that is not."""
    if name == "open":
        return bool(mode & os.O_CREAT) if isinstance(mode, int) else bool({*str(mode)} & {*"wax"})
    return name in {"mkdir", *_OF_TWO_PATHS}
