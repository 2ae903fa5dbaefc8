"""What people can mend: the base of all exceptions whose message is for them."""

from __future__ import annotations


class GangradeError(Exception):
    """A command cannot go on. The message says in sentences what is wrong and what to do."""

    status = 1
    """Exit status of the command."""


class InputError(GangradeError):
    """What was given cannot be used: wrong usage, or a file that is not as it should be."""

    status = 2


LOG = "gangrade.log"
"""Where a traceback of ours lies: in the folder of the results, or of one submission in it."""
