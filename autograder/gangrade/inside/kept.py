"""Files in folders that only a student's machine has are kept in the scratch folder.

A function that saves a figure there is right on that machine. Nothing is won by it: all is done
with the candidate's own rights, and counts as written by it. What keeps files is Python's own
functions, and h5py's, which saves weights; ``io.FileIO`` and other libraries in C go to where they
are told.
"""

from __future__ import annotations

import builtins
import errno
import functools
import inspect
import io
import os
import sys
import tempfile
import types
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]
from IPython.core import interactiveshell

ELSEWHERE = """
    content gdrive kaggle notebooks storage datasets teamspace workspace workspaces Users Volumes
    data dbfs drive gpfs lustre nfs project projects scratch
""".split()  # noqa: SIM905
"""First folders of Colab, Kaggle, other services, clusters and macOS. Where one is here, it is that
one."""
SHARED = ("home", "media", "mnt")
"""First folders in which students may write on their machines, and nobody may here. (``/tmp`` is
none of them: there is one here, and what may not write there is told so.)"""


def _entries(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - of names only
    except OSError:
        return frozenset()


_HERE = {top: _entries(f"/{top}") for top in SHARED}
"""What this machine has there, as it was seen before anything was hidden: that is not kept."""
_PATHS = {
    **dict.fromkeys(
        """
        access chdir chmod getxattr listdir listxattr lstat mkdir open readlink remove rmdir
        scandir setxattr stat statvfs truncate unlink utime
        """.split(),  # noqa: SIM905
        ("path",),
    ),
    **dict.fromkeys(("rename", "replace"), ("src", "dst")),
}
"""Functions of ``os``, and what they call the paths that they take."""
_NOT_HERE = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EXDEV}
_exists = functools.lru_cache(maxsize=1000)(functools.partial(os.access, mode=os.F_OK))
"""As it was before it was replaced, or it would ask itself."""


def put_up(scratch: Path) -> None:
    """Let functions of files, and imports, look into a folder below ``scratch`` too."""
    keeper = _Keeper(str(scratch))
    builtins.open = io.open = keeper.keeping(io.open, ("file",))
    interactiveshell.io_open = io.open  # type: ignore[attr-defined]  # what ``open`` is in a notebook's cells
    h5py.File.__init__ = keeper.keeping(h5py.File.__init__, ("name",))
    replaced: dict[Any, Any] = {}
    for name, paths in _PATHS.items():
        if plain := getattr(os, name, None):
            replaced[plain] = keeper.keeping(plain, paths)
            setattr(os, name, replaced[plain])
    for method in vars(tempfile._TemporaryFileCloser).values():  # type: ignore[attr-defined]
        if defaults := getattr(method, "__defaults__", None):  # with what removes the file
            method.__defaults__ = tuple(replaced.get(value, value) for value in defaults)
    sys.meta_path.append(keeper)  # at the end, so that it shadows none of ours


class _Keeper(MetaPathFinder):
    """Knows which files are kept, and where."""

    def __init__(self, scratch: str):
        self._scratch = scratch
        self._folder = f"{scratch}/.elsewhere"

    def _whole(self, path: Any) -> str:
        """Return where a name leads to, in the way that it is written; nothing for others."""
        text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
        if not isinstance(text, str) or not text:
            return ""
        try:
            return "/" + os.path.abspath(text).lstrip("/")  # noqa: PTH100 - it reads no link
        except OSError:  # the folder that we are in was deleted
            return ""

    def place(self, path: Any) -> str:
        """Return where a file is kept if it is; nothing if it lies where it is said to.

        Kept is what is ``ELSEWHERE``, ``SHARED``, or reached from the scratch folder upwards.
        """
        whole = self._whole(path)
        if not whole or f"{whole}/".startswith(f"{self._scratch}/"):
            return ""
        top, name = _first_folders(whole)
        shared = top in SHARED and name not in _HERE[top]
        shared |= not os.fspath(path).startswith("/")
        return self._folder + whole if shared or self._is_elsewhere(path) else ""

    def _is_elsewhere(self, path: Any) -> bool:
        top, _ = _first_folders(self._whole(path))
        return top in ELSEWHERE and not _exists(f"/{top}")

    def keeping(self, function: Any, paths: Sequence[str]) -> Any:
        """Return a function that looks for files where they are kept too."""
        signature = _signature(function)

        @functools.wraps(function)
        def keeping(*args: Any, **options: Any) -> Any:
            try:
                call = signature.bind(*args, **options)
            except TypeError:
                return function(*args, **options)  # it says what is wrong
            given: list[Any] = [call.arguments.get(name) for name in paths]
            places = [self.place(path) for path in given]
            if not any(map(self._is_elsewhere, given)):
                try:
                    result = function(*args, **options)
                except OSError as error:
                    if error.errno not in _NOT_HERE or not (any(places) or _writes(call)):
                        raise
                    if not any(places):  # !mkdir has not made its folder, or a student has it
                        if not _make_parent(given[0]):
                            raise
                        return function(*args, **options)
                else:
                    if result is not False or not any(places):
                        return result
            found = [place or path for place, path in zip(places, given, strict=True)]
            call.arguments.update(zip(paths, found, strict=True))
            if _writes(call) or function.__name__ in {"mkdir", "rename", "replace"}:
                _make_parent(found[-1])
            try:
                return function(*call.args, **call.kwargs)
            except OSError as error:
                error.filename = os.fspath(given[0])
                raise

        for functions in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if function in functions:
                functions.add(keeping)
        return keeping

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: types.ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find a module in a folder of ``sys.path`` whose files are kept."""
        if path is not None:
            return None
        places = [self.place(folder or ".") for folder in sys.path]
        # What is not there yet would be remembered as never there.
        return PathFinder.find_spec(fullname, list(filter(os.path.isdir, places)), target)


def _signature(function: Any) -> inspect.Signature:
    try:
        return inspect.signature(function)
    except ValueError:  # one of C that does not tell it
        return inspect.signature(lambda path, *args, **options: None)  # noqa: ARG005


def _first_folders(path: str) -> tuple[str, str]:
    """Return the name at the top of an absolute path, and the one below it; empty if none is."""
    top, _, below = path.lstrip("/").partition("/")
    return top, below.partition("/")[0]


def _make_parent(path: Any) -> bool:
    """Make the folder of a file; return whether that was possible."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def _writes(call: inspect.BoundArguments) -> bool:
    """Return whether a call opens a file by its name to write it, new or not."""
    if "flags" in call.arguments:
        return bool(call.arguments["flags"] & os.O_CREAT)
    file = call.arguments.get("file", call.arguments.get("name"))
    by_name = isinstance(file, (str, os.PathLike))
    return by_name and bool({*str(call.arguments.get("mode", "r"))} & {*"wax"})
