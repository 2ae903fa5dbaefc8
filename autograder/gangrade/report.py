"""Write results for machines and for people: results.json, feedback.html, grades.csv, a table."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from rich import box
from rich.table import Table
from rich.text import Text

from gangrade.results import Evidence, QuestionResult, Result, TestResult
from gangrade.subjects import SUBJECTS

MAX_MESSAGE = 4000
"""Characters of a test's message in the reports."""


def write(result: Result, directory: Path) -> None:
    """Write ``directory/<name>/results.json`` and ``directory/<name>/feedback.html``."""
    folder = directory / result.name
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(gradescope(result), indent=2, ensure_ascii=False, allow_nan=False)
    _replace(folder / "results.json", text + "\n")
    _replace(folder / "feedback.html", feedback(result))


def _replace(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    temporary = path.with_name(path.name + ".tmp")
    # Messages may quote a student's half characters (lone surrogates), which UTF-8 cannot hold.
    temporary.write_text(text, encoding="utf-8", errors="replace", newline="")
    temporary.replace(path)


# --- results.json ----------------------------------------------------------------------------


def gradescope(result: Result) -> dict[str, Any]:
    """Return the content of results.json as Gradescope's autograder specification defines it.

    Questions that a person marks are not in it. The score is 0 where nothing could be graded.
    """
    if result.graded:
        output = [f"{points(result.score)} of {points(result.possible)} points."]
        if result.manual:
            output.append(f"Marked by a person: {', '.join(result.manual)}.")
    else:
        output = [f"Not graded: {result.status}"]
    output += map(_shortened, result.notes)
    return {
        "score": result.score if result.graded else 0,
        "execution_time": round(sum(result.seconds.values()), 2),
        "output": "\n".join(output),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            entry
            for question in (result.questions if result.graded else ())
            for entry in _entries(question)
        ],
        "extra_data": {
            "values": {question.name: _plain(question.values) for question in result.questions},
            "seconds": _plain(result.seconds),
            "question_seconds": {q.name: _plain(q.seconds) for q in result.questions},
            "peak_memory_mb": _plain(result.peak_memory),
        },
    }


def _entries(question: QuestionResult) -> Iterable[dict[str, Any]]:
    """Yield one entry for each test of a question."""
    tests = question.tests or (TestResult("no test ran", False, NO_TESTS, hidden=False),)
    scores = _shares(question.score, len(tests))
    for test, score, possible in zip(
        tests, scores, _shares(question.possible, len(tests)), strict=True
    ):
        output = [_shortened(test.message)] if test.message else []
        if test.passed and question.score < question.possible:
            output.append("This test passed, but the question needs all of its tests.")
        yield {
            "name": f"{question.name}: {test.title}",
            "score": score,
            "max_score": possible,
            "status": "passed" if test.passed else "failed",
            "output": "\n".join(output),
            "output_format": "text",
            "visibility": "visible",
        }


NO_TESTS = "None of the tests of this question ran, so it scores 0."


def _shares(total: float, n: int) -> list[float]:
    """Split points into ``n`` almost equal ones with two decimals, whose sum is the points."""
    hundredths = round(total * 100)
    return [(hundredths * (i + 1) // n - hundredths * i // n) / 100 for i in range(n)]


def _shortened(message: str) -> str:
    return message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE] + " […]"


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it; infinity and NaN, which it cannot, become text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | None) else str(value)


# --- feedback.html ---------------------------------------------------------------------------


def points(value: float) -> str:
    """Return points as people write them: 4, 2.5, 1.33."""
    return f"{round(value, 2):.10g}"


def _shown(value: Any) -> str:
    """Return a measured value as people read it."""
    value = _plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value[:12])) + (", …" if len(value) > 12 else "")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items())
    return "–" if value is None else _shortened(str(value))


_environment = jinja2.Environment(
    loader=jinja2.PackageLoader("gangrade"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(points=points, shown=_shown, shortened=_shortened)


def feedback(result: Result) -> str:
    """Return the page that the student reads: HTML in one file, without scripts."""
    return _environment.get_template("feedback.html").render(
        result=result,
        no_tests=NO_TESTS,
        pictures={name: _pictures(evidence) for name, evidence in result.evidence.items()},
    )


@dataclass(frozen=True)
class _Style:
    """Colours of a picture: the blue and orange of Okabe and Ito, that colour-blind people tell
    apart, in a dark shade for light pages and in a light one for dark pages.
    """

    text: str
    blue: str
    orange: str


_LIGHT = _Style(text="#333333", blue="#0072B2", orange="#D55E00")
_DARK = _Style(text="#DDDDDD", blue="#56B4E9", orange="#E69F00")


@dataclass(frozen=True)
class _Picture:
    """A picture as data URIs, one for light pages and one for dark pages."""

    caption: str
    alt: str
    light: str
    dark: str


def _pictures(evidence: Evidence) -> list[_Picture]:
    """Return the pictures of the samples and of the losses."""
    # All values come from a student's program: any number, also infinity, in any amount.
    subject, target = SUBJECTS[evidence.subject], evidence.target
    samples = np.asarray(evidence.samples, dtype=np.float64).reshape(-1, *subject.shape(target))
    seen = ""

    def draw_samples(axes: Axes, style: _Style) -> None:
        nonlocal seen
        seen = subject.draw_samples(axes, samples, target, style.blue, style.orange)
        if len(subject.shape(target)) == 1:
            _legend(axes, style, {"generated": style.orange, "real": style.blue})

    drawn = _picture(draw_samples, subject.caption, subject.caption)
    if seen:
        drawn = replace(drawn, caption=f"{drawn.caption} {seen}", alt=f"{drawn.alt} {seen}")
    losses = {
        name: values
        for key, name in (("d_loss", "discriminator"), ("g_loss", "generator"))
        if (values := _thinned(evidence.losses.get(key, []))).size
    }
    if not losses:
        return [drawn]

    def draw_losses(axes: Axes, style: _Style) -> None:
        colours = {"discriminator": style.blue, "generator": style.orange}
        balance = {"discriminator": ("2 ln 2", 2 * math.log(2)), "generator": ("ln 2", math.log(2))}
        for name, values in losses.items():
            axes.plot(*values, color=colours[name], linewidth=1.2)
            text, level = balance[name]
            axes.axhline(level, color=colours[name], linewidth=1, linestyle=":")
            axes.annotate(
                text,
                (1, level),
                xycoords=("axes fraction", "data"),
                xytext=(4, 0),
                textcoords="offset points",
                verticalalignment="center",
                color=colours[name],
            )
        highest = max(np.percentile(values[1], 99) for values in losses.values())
        axes.set_ylim(0, 1.15 * max(1.6, float(highest)))
        axes.set_xlabel("step or epoch")
        axes.set_ylabel("loss")
        _legend(axes, style, {name: colours[name] for name in losses})

    ends = "; ".join(
        f"{name} from {values[1][0]:.3g} to {values[1][-1]:.3g}" for name, values in losses.items()
    )
    return [
        drawn,
        _picture(
            draw_losses,
            caption="Losses while it learned. Dotted: their values when neither net wins.",
            alt=f"Line plot of the losses over the training: {ends}.",
        ),
    ]


def _thinned(values: Sequence[float], most: int = 1000) -> NDArray[np.float64]:
    """Return steps and values, shape (2, n): the finite ones, as means of blocks if too many."""
    y = np.asarray(values, dtype=np.float64)
    x = np.arange(1, len(y) + 1, dtype=np.float64)
    finite = np.isfinite(y) & (np.abs(y) < 1e12)
    pairs = np.stack([x, y])[:, finite]
    size = math.ceil(pairs.shape[1] / most) or 1
    blocks = pairs[:, : pairs.shape[1] // size * size].reshape(2, -1, size)
    return np.asarray(blocks.mean(axis=2))


def _legend(axes: Axes, style: _Style, colours: dict[str, str]) -> None:
    handles = [axes.plot([], [], color=colour, linewidth=4)[0] for colour in colours.values()]
    axes.legend(
        handles,
        list(colours),
        loc="lower center",
        bbox_to_anchor=(0.5, 1),
        ncols=len(colours),
        frameon=False,
        labelcolor=style.text,
        handlelength=1,
    )


def _picture(draw: Callable[[Axes, _Style], None], caption: str, alt: str) -> _Picture:
    def uri(style: _Style) -> str:
        figure = Figure(figsize=(4.2, 3), layout="constrained")
        axes = figure.subplots()
        draw(axes, style)
        axes.tick_params(colors=style.text)
        axes.xaxis.label.set_color(style.text)
        axes.yaxis.label.set_color(style.text)
        for side, spine in axes.spines.items():
            spine.set_color(style.text)
            spine.set_visible(side in {"left", "bottom"})
        buffer = io.BytesIO()
        # The salt and the missing date give equal results equal bytes.
        with matplotlib.rc_context({"svg.hashsalt": "gangrade"}):
            figure.savefig(buffer, format="svg", dpi=200, transparent=True, metadata={"Date": None})
        return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()

    return _Picture(caption, alt, light=uri(_LIGHT), dark=uri(_DARK))


# --- many submissions ------------------------------------------------------------------------


def grades_csv(results: Iterable[Result], path: Path) -> None:
    """Write one row per submission: its status, score, and the score of each question.

    Columns of questions that a person marks are empty. So are the marks of what was not graded.
    """
    results = sorted(results, key=lambda result: result.name)
    automatic = _question_names(results)
    manual = list(dict.fromkeys(name for result in results for name in result.manual))
    possible = max((result.possible for result in results), default=0)
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["submission", "status", "score", "possible", *automatic, *manual])
    for result in results:
        scores = {q.name: points(q.score) for q in result.questions} if result.graded else {}
        rows.writerow(
            [
                _inert(result.name),
                _inert(result.status),
                points(result.score) if result.graded else "",
                points(possible) if possible else "",
                *(scores.get(name, "") for name in automatic),
                *("" for _ in manual),
            ]
        )
    _replace(path, buffer.getvalue())


def table(results: Iterable[Result]) -> Table:
    """Return a table for the terminal: submissions by questions, with the totals."""
    results = sorted(results, key=lambda result: result.name)
    names = _question_names(results)
    possible = {q.name: q.possible for result in results for q in result.questions}
    # Where nothing was graded, the caption with the reasons needs the width of the terminal.
    drawn = Table(
        box=box.SIMPLE_HEAD, show_edge=False, padding=0, show_footer=bool(names), expand=not names
    )
    drawn.add_column("submission", footer="possible", overflow="fold", min_width=12)
    for name in names:
        # Names break at their underscores, so that eight questions fit into 80 columns.
        drawn.add_column(
            Text(name.replace("_", "_\n")), points(possible[name]), justify="right", no_wrap=True
        )
    drawn.add_column("total", points(sum(possible.values())), justify="right", no_wrap=True)
    refused = []
    for result in results:
        name = _one_line(result.name)
        if result.graded:
            questions = {question.name: question for question in result.questions}
            marks = [_mark(questions[n]) if n in questions else Text("") for n in names]
            drawn.add_row(Text(name), *marks, Text(points(result.score), style="bold"))
        else:
            drawn.add_row(Text(name), *(Text("–") for _ in names), Text("–", style="red"))
            refused.append(f"{name}: {_one_line(result.status)}")
    if refused:
        drawn.caption = Text("\nNot graded:\n" + "\n".join(refused))
        drawn.caption_justify = "left"
    return drawn


def _question_names(results: Iterable[Result]) -> list[str]:
    return list(dict.fromkeys(q.name for result in results for q in result.questions))


def _mark(question: QuestionResult) -> Text:
    style = "green" if question.score == question.possible else "red"
    return Text(points(question.score), style=style)


def _one_line(text: str) -> str:
    """Return text without line breaks and without codes that steer a terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    line = _one_line(text)
    return "'" + line if line.startswith(("=", "+", "-", "@")) else line
