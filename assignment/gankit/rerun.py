"""Running a saved notebook once more in a fresh process, with its public tests."""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gankit.cells import SKIP_LINE, why_skipped

VARIABLE = "GANKIT_RERUN"
"""Set in the environment of a notebook that is run once more: then it checks nothing by itself."""


class Rerun:
    """One run of a notebook file, in a thread of its own."""

    def __init__(self, path: Path, questions: Sequence[str]):
        """Take the notebook, and the questions whose public tests are run at its end."""
        self.said: queue.Queue[str] = queue.Queue()
        """What to show, line by line; one that begins with a carriage return replaces the last."""
        self._path, self._questions = path, questions
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self, minutes: float) -> None:
        """Begin; after so many minutes it is ended."""
        self._task = self._loop.create_task(self._run(60 * minutes))
        self._thread.start()

    def stop(self) -> None:
        """End it at once, and its process."""
        if self._task is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)

    def messages(self) -> Iterator[str]:
        """Give what it says, until it has ended. An interrupt meanwhile ends it."""
        while self._thread.is_alive() or not self.said.empty():
            try:
                yield self.said.get(timeout=0.2)
            except queue.Empty:
                continue
            except KeyboardInterrupt:
                self.stop()

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._task or asyncio.sleep(0))
        except asyncio.CancelledError:
            self.said.put("\nSkipped. Your notebook is as it was.\n")
        except Exception as error:  # a kernel that does not start, a file that is no notebook
            self.said.put(f"\nThe file could not be run here: {type(error).__name__}: {error}\n")
        finally:
            self._loop.close()

    async def _run(self, seconds: float) -> None:
        import nbformat
        from nbclient import NotebookClient

        notebook: Any = nbformat.read(self._path, as_version=4)  # type: ignore[no-untyped-call]
        kept = [
            cell for cell in notebook.cells if cell.cell_type == "code" and not why_skipped(cell)
        ]
        tests = [
            nbformat.v4.new_code_cell(f"gankit.grader.check({question!r}, globals())")  # type: ignore[no-untyped-call]
            for question in self._questions
        ]
        imports = nbformat.v4.new_code_cell("import gankit.grader")  # type: ignore[no-untyped-call]
        notebook.cells = [*kept, imports, *tests]

        def starts(cell: Any, cell_index: int) -> None:  # noqa: ARG001 - nbclient calls by name
            done = cell_index - len(kept)
            self.said.put(
                f"\rcell {cell_index + 1} of {len(kept)} "
                if done < 0
                else f"\rtests of question {max(done, 1)} of {len(tests)} "
            )

        def ended(cell: Any, cell_index: int, execute_reply: Any) -> None:
            reply = execute_reply["content"]
            if reply["status"] == "error":
                self.said.put(f"\nA cell stopped with {reply['ename']}: {reply['evalue']}\n")
                self.said.put(f"    {cell.source.strip().splitlines()[0]}\n")
            elif cell_index > len(kept):
                self.said.put("\r" + _text(cell) + "\n")

        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=None,
            allow_errors=True,
            on_cell_start=starts,
            on_cell_executed=ended,
            resources={"metadata": {"path": str(self._path.parent)}},
        )
        until = self._loop.time() + seconds
        try:
            run = client.async_execute(env={**os.environ, VARIABLE: "1", "MPLBACKEND": "agg"})
            await asyncio.wait_for(run, seconds)
        except Exception:  # a kernel that is ended while it starts has words of its own
            if self._loop.time() < until:
                raise
            self.said.put(
                f"\nThe time was up: {seconds / 60:g} minutes. The grader has limits as well; "
                f"it skips cells that begin with the line {SKIP_LINE}.\n"
            )


def _text(cell: Any) -> str:
    """Return what a cell has shown, as text."""
    texts = [
        output.text
        if output.output_type == "stream"
        else output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    ]
    return "\n".join(text.rstrip("\n") for text in texts if text)
