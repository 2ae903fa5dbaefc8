"""What people can mend: the base of all exceptions whose message is for them."""

from __future__ import annotations

import errno


class GangradeError(Exception):
    """A command cannot go on. The message says in sentences what is wrong and what to do."""

    status = 1
    """Exit status of the command."""


class InputError(GangradeError):
    """What was given cannot be used: wrong usage, or a file that is not as it should be."""

    status = 2


LOG = "gangrade.log"
"""Where a traceback of ours lies: in the folder of the results, or of one submission in it."""


_OF_THE_MACHINE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE),
    *(errno.EAGAIN, errno.EPIPE, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT),
}


def in_words(error: BaseException) -> str:
    """Return what an exception says, without the numbers and quotes of the system's own."""
    if isinstance(error, OSError) and error.strerror:
        text = error.strerror
        return f"{error.filename}: {text}" if error.filename else text
    return str(error) or type(error).__name__


def status_of(error: OSError) -> int:
    """Return the exit status where it ends a command: a path of no use is wrong usage."""
    return 1 if error.errno in _OF_THE_MACHINE else InputError.status
