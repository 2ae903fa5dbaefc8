"""Watches candidates on a thread of its own: also while the examiner computes."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gangrade.inside import sandbox
from gangrade.results.problems import Broken, Ended

if TYPE_CHECKING:
    from gangrade.candidate.candidate import Candidate

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""Between two looks. Written without rest, less than the reserve of a disk comes in that time."""
RESERVE = 1 << 30
"""Bytes of a shared disk that must stay free, if half of what there was is not less."""
SHARE = 8
"""A candidate may write so large a part of what is free."""


class Watch:
    """Ends candidates that take too much, and says which of them fills the disk."""

    def __init__(self, folder: Path) -> None:
        """Watch candidates that have their scratch directories in ``folder``."""
        self._folder = folder
        self._candidates: set[Candidate] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._over = False
        self._short = float("-inf")
        free = self._free()
        self.reserve = min(RESERVE, free // 2)
        """Bytes of the disk below which somebody must go."""
        self.allowance = min(sandbox.DISK, free // SHARE)
        """Bytes that a candidate without a disk of its own may write."""

    def add(self, candidate: Candidate) -> None:
        """Watch a candidate too."""
        with self._changed:
            self._candidates.add(candidate)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, daemon=True)
                self._thread.start()
            self._changed.notify()

    def remove(self, candidate: Candidate) -> None:
        """Watch a candidate no more."""
        with self._changed:
            self._candidates.discard(candidate)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._over = True
            self._changed.notify()

    def was_short(self, since: float) -> bool:
        """Whether the disk's reserve was used ``since`` a time on the monotonic clock."""
        return self._short >= since or self._is_short()

    def _look(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._over or self._candidates)
                if self._over:
                    return
                candidates = [*self._candidates]
            try:
                for candidate in candidates:
                    candidate.look()
                self._guard(candidates)
            except Exception:  # the next look may succeed
                _log.warning("candidates could not be watched", exc_info=True)
            time.sleep(LOOK_SECONDS)

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free

    def _is_short(self) -> bool:
        if self._free() >= self.reserve:
            return False
        self._short = time.monotonic()
        return True

    def _guard(self, candidates: list[Candidate]) -> None:
        """End candidates that share the disk until its reserve is there again.

        What the end of one gives back was written by it, whether it has a name or not. One that
        gives back no more than it was allowed is not to blame, but is graded again.
        """
        sharing = [candidate for candidate in candidates if "disk" in candidate.missing]
        if not sharing or not self._is_short():
            return
        with self._alone() as alone:
            if not alone:  # another grader looks now, and its candidates may be to blame
                return
            for candidate in sharing:
                if not self._is_short():
                    return
                with candidate.sentence() as say:
                    before = self._free()
                    candidate.kill()
                    freed = self._free() - before
                    if freed > self.allowance:
                        say(Ended(f"it wrote more than {self.allowance >> 20} MB"))
                    else:
                        say(Broken("there is no room on the disk that candidates write to"))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Keep other graders of this machine from looking at the same time; say if that worked."""
        folder = os.open(self._folder.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(folder)
