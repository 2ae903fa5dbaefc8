"""Workers on other machines: those of a Dask cluster that somebody has set up."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from gangrade.errors import InputError, in_words

CONNECT_SECONDS = 10


class Unreachable(InputError):  # noqa: N818
    """There is no cluster to work with. The message says what to do."""


@contextlib.contextmanager
def connect(address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give the executor of the Dask scheduler at ``address``, and how many tasks it does at a time.

    Raises:
        Unreachable: if there is none, or if it has no worker.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address
        from distributed.comm.registry import get_backend
    except ImportError:
        raise Unreachable(
            'Dask is not installed. Install it with: pip install "gankit[cluster]"'
        ) from None
    # Whatever happens to the connection is told by us, in a sentence.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        get_backend(parse_address(address)[0])  # a client that fails over this says so much more
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise Unreachable(f"No Dask scheduler answers at {address}: {in_words(error)}") from None
    with client:

        def width() -> int:
            return sum(client.nthreads().values())

        if not width():
            raise Unreachable(
                f"The Dask scheduler at {address} has no workers. Start some: "
                f"dask worker {address} --nthreads 1 --nworkers NUMBER"
            )
        # Two submissions with the same code are two tasks.
        yield client.get_executor(pure=False), width
