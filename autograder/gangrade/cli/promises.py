"""``gangrade promises``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table

from gangrade.cli.common import console, course_and_parts, errors, short, warn

if TYPE_CHECKING:
    from gangrade.corpus.promises import Known
    from gangrade.part.course import Course


def check_promises(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts; all if none is named.")] = None,
) -> None:
    """Say which sentences of the questions have no test, mutant or variant; write their page.

    The page is docs/promises.md. Also tells, by question, which share of the mutants public tests
    catch, as the record of the last audit says.
    """
    from gangrade import writing
    from gangrade.corpus import promises
    from gangrade.corpus.baseline import Baseline

    course, names = course_and_parts(parts)
    wrong: list[str] = []
    for part in names:
        rows, known = promises.read(course.promises(part)), known_of(course, part)
        record = Baseline(course.baseline(part)).entries
        found = promises.problems(rows, known)
        found = found or promises.not_caught(rows, known, record)
        wrong += [f"{part}: {problem}" for problem in found]
        if not found:
            console.print(_shares(course, part, known))
    for problem in wrong:
        errors.print(problem, style="red", markup=False, highlight=False)
    if wrong:
        raise typer.Exit(1)
    if not parts:
        path = course.root / "docs" / "promises.md"
        read = {p: (promises.read(course.promises(p)), known_of(course, p)) for p in names}
        writing.replace(path, promises.page(read), mode=0o644)
        console.print(short(path), markup=False, highlight=False)


SHOWN = 5
"""Lines of a part that a check shows."""


def tell_gaps(course: Course, part: str) -> None:
    """Say what is missing in a part's promises; it stops nothing."""
    from gangrade.corpus import promises

    try:
        rows = promises.read(course.promises(part))
    except promises.PromisesError as error:
        warn(f"  {error}")
        return
    found = promises.problems(rows, known_of(course, part))
    for problem in found[:SHOWN]:
        warn(f"  {short(course.promises(part))}: {problem}")
    if len(found) > SHOWN:
        warn(f"  {len(found) - SHOWN} more: `gangrade promises {part}` names them.")


def known_of(course: Course, part: str) -> Mapping[str, Known]:
    """Return what rows of a part's promises may name, by question."""
    from gangrade.corpus.promises import Known, Test
    from gangrade.release.master import read_master

    def files(folder: str, question: str) -> frozenset[str]:
        root = {"mutants": course.mutants, "variants": course.variants}[folder](part)
        return frozenset(path.stem for path in (root / question).glob("*.py"))

    return {
        question.name: Known(
            text="\n\n".join(c.source for c in question.prompts if c.node.cell_type == "markdown"),
            tests={test.function.name: Test(test.title, test.hidden) for test in question.tests},
            mutants=files("mutants", question.name),
            variants=files("variants", question.name),
        )
        for question in read_master(course.master(part)).questions
        if not question.manual
    }


def _shares(course: Course, part: str, known: Mapping[str, Known]) -> Table:
    """Return how many mutants public tests catch, by question and by the kind of the mistake."""
    from gangrade.corpus.baseline import Baseline
    from gangrade.corpus.cases import read_mistakes

    record = Baseline(course.baseline(part)).entries
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, title=f"{part}: caught by public tests")
    for column in ("question", "of specification", "of understanding", "not in the record"):
        view.add_column(column)

    def share(question: str, names: Iterable[str]) -> str:
        public = {test.title for test in known[question].tests.values() if not test.hidden}
        graded = [record[name].failed.get(question, []) for name in names if name in record]
        return f"{sum(bool(public & {*failed}) for failed in graded)} of {len(graded)}"

    for question in known:
        mistakes = read_mistakes(course, part, [question])
        missing = sum(name not in record for name in mistakes)
        shares = [
            share(question, [name for name in mistakes if mistakes[name] == kind])
            for kind in ("specification", "understanding")
        ]
        view.add_row(question, *shares, str(missing))
    return view
