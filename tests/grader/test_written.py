"""Written answers are found where students put them, and nothing in them costs too much."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from conftest import MakePart
from gangrade.intake import written
from gangrade.intake.find import Unreadable
from gangrade.intake.written import BEGIN, END, PLACEHOLDER, Answer
from make_answers import code_cell, drawn, printed, text_cell
from PIL import Image

ASKS = "### Question `why`\n\nWhy is that so?\n\nSay it in two sentences."
MORE = "Look at this too.\n\nIt is a second cell of the question."
GIVEN = {
    "cells": [
        text_cell("# The part"),
        code_cell("import numpy as np"),
        text_cell(f"{BEGIN}\n\n{ASKS}\n\n_Points:_ 2"),
        text_cell(MORE),
        text_cell(PLACEHOLDER),
        text_cell(f"{END}\n\n## The next section"),
        code_cell("def double(x):\n    ..."),
    ]
}
QUESTION, ANSWER, NEXT = 2, 4, 5


@pytest.fixture
def read(make_part: MakePart) -> Any:
    """A function that returns the answer in a notebook with these cells."""
    settings = {"why": {"manual": True, "asks": f"{ASKS}\n\n{MORE}"}}
    autograder = make_part({"why": ""}, settings, notebook=GIVEN)

    def answer(cells: list[Any]) -> Answer:
        return written.read(cells, autograder)["why"]

    return answer


def handed_in(*answer: dict[str, Any]) -> list[Any]:
    """The notebook with these cells instead of the placeholder."""
    return [*GIVEN["cells"][:ANSWER], *answer, *GIVEN["cells"][NEXT:]]


def image(kind: str = "PNG", size: tuple[int, int] = (30, 20), **options: Any) -> str:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, kind, **options)
    return base64.b64encode(stream.getvalue()).decode()


def opened(figure: written.Figure) -> Image.Image:
    assert not figure.problem
    return Image.open(io.BytesIO(figure.data))


def test_an_answer_is_what_stands_below_its_question(read: Any) -> None:
    found = read(handed_in(text_cell("Because."), code_cell("1 + 1", printed("2"))))
    assert found.state == "given"
    assert [(p.kind, p.source, p.output) for p in found.pieces] == [
        ("text", "Because.", ""),
        ("code", "1 + 1", "2"),
    ]
    assert not found.cut


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        (GIVEN["cells"], "placeholder"),
        (handed_in(text_cell(" \n"), code_cell("")), "empty"),
        (handed_in(), "empty"),
        ([*GIVEN["cells"][:QUESTION], *GIVEN["cells"][NEXT:]], "missing"),
        ([], "missing"),
    ],
)
def test_what_was_not_answered(read: Any, cells: list[Any], state: str) -> None:
    assert read(cells) == Answer(state)  # type: ignore[arg-type]


def test_text_beside_the_placeholder_is_an_answer(read: Any) -> None:
    found = read(handed_in(text_cell(f"{PLACEHOLDER}\n\nBecause.")))
    assert (found.state, found.text) == ("given", "Because.")


def test_an_answer_in_the_cell_of_the_question(read: Any) -> None:
    asked = GIVEN["cells"][QUESTION]["source"]
    cells = [text_cell(f"{asked}\n\nBecause\n\nof this.")]
    assert read(cells).text == "Because\n\nof this."


def test_an_answer_that_was_merged_with_the_cell_below_it(read: Any) -> None:
    below = GIVEN["cells"][NEXT]["source"]
    cells = [*GIVEN["cells"][:ANSWER], text_cell(f"Because.\n\n{below}")]
    assert read(cells).text == "Because."


def test_what_the_course_wrote_ends_an_answer(read: Any) -> None:
    cells = handed_in(text_cell("Because."))
    del cells[NEXT]  # the mark of the end
    assert read([*cells, text_cell("Notes of my own")]).text == "Because."


@pytest.mark.parametrize("before", [[], GIVEN["cells"][:QUESTION], GIVEN["cells"][:NEXT]])
def test_an_answer_in_a_copy_of_the_question(read: Any, before: list[Any]) -> None:
    copy = GIVEN["cells"][QUESTION:ANSWER]
    cells = [*GIVEN["cells"][:NEXT], *copy, text_cell("Because."), *GIVEN["cells"][NEXT:]]
    assert read(cells).text == "Because."
    assert read([*GIVEN["cells"], *before, *copy, text_cell("Because.")]).text == "Because."


def test_not_all_copies_of_a_question_are_looked_through(
    read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "MAX_COPIES", 2)
    copy = GIVEN["cells"][QUESTION]
    assert read([cell for n in "123" for cell in (copy, text_cell(n))]).text == "1\n2"


def test_a_note_with_the_heading_of_the_question_is_no_question(read: Any) -> None:
    note = text_cell("### Question `why`\n\nTo do at home.")
    assert read([note, *handed_in(text_cell("Because."))]).text == "Because."
    assert read([note, *handed_in(text_cell("  "))]).text == "To do at home."


def test_an_answer_below_the_end(read: Any) -> None:
    cells = GIVEN["cells"][:NEXT]
    below = [text_cell("Because."), code_cell("1 + 1")]
    assert read([*cells, text_cell(f"{END}\n\n"), *below]).text == "Because.\n1 + 1"
    assert read([*cells, text_cell(f"{END}\n\nBecause.")]).text == "Because."
    # Code in the next section answers the next question.
    code, test = code_cell("def double(x):\n    return 2 * x"), GIVEN["cells"][0]
    assert read([*cells, GIVEN["cells"][NEXT], code, test]) == Answer("placeholder")
    assert read([*cells, GIVEN["cells"][NEXT], below[0], code, test]).text == "Because."
    assert read([*handed_in(text_cell("Yes.")), *below]).text == "Yes."
    begin = text_cell(f"{BEGIN}\n\nAnother question")
    assert read([*cells, begin, GIVEN["cells"][NEXT], *below]) == Answer("placeholder")


def test_an_answer_in_a_cell_with_all_others(read: Any) -> None:
    sources = [cell["source"] for cell in handed_in(text_cell("Because."))[:-1]]
    merged = "\n\n".join([*sources, f"{BEGIN}\n\nAnother question\n\nAnother answer\n\n{END}"])
    assert read([text_cell(merged)]).text == "Because."


def test_questions_that_begin_with_the_same_line(make_part: MakePart) -> None:
    asks = {name: f"**Question.**\n\nWhat is the {name}?" for name in ("first", "second")}
    cells = [
        text_cell(text)
        for ask in asks.values()
        for text in (f"{BEGIN}\n\n{ask}\n\n_Points:_ 2", PLACEHOLDER, END)
    ]
    settings = {name: {"manual": True, "asks": ask} for name, ask in asks.items()}
    autograder = make_part(dict.fromkeys(asks, ""), settings, notebook={"cells": cells})
    cells[1], cells[4] = text_cell("Answer 1"), text_cell("Answer 2")
    found = written.read(cells, autograder)
    assert {name: answer.text for name, answer in found.items()} == {
        "first": "Answer 1",
        "second": "Answer 2",
    }


def test_long_lines_in_the_cell_of_the_question_are_cut(read: Any) -> None:
    asked = GIVEN["cells"][QUESTION]["source"]
    lines = "\n".join(f"{number} " + "ab " * 5000 for number in range(200))
    found = read([text_cell(f"{asked}\n\n{lines}")])
    assert len(found.text) == written.MAX_TEXT and found.cut


def test_figures_are_drawn_anew(read: Any) -> None:
    text = text_cell("![a](attachment:a.gif)", attachments={"a.gif": {"image/gif": image("GIF")}})
    found = read(handed_in(code_cell("plot()", drawn(image())), text))
    assert opened(found.pieces[0].figures[0]).format == "PNG"
    assert opened(found.pieces[1].attached["a.gif"]).size == (30, 20)


def test_pictures_in_the_text_itself(read: Any) -> None:
    found = read(handed_in(text_cell(f"See ![a](data:image/png;base64,{image()}) here.")))
    (piece,) = found.pieces
    assert piece.source == "See ![a](attachment:embedded-1) here."
    assert opened(piece.attached["embedded-1"]).size == (30, 20)


def test_photographs_are_small_and_upright(read: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held sideways
    photo = image("JPEG", (1600, 800), exif=exif)
    found = read(handed_in(code_cell("", drawn("") | {"data": {"image/jpeg": photo}})))
    (figure,) = found.pieces[0].figures
    assert opened(figure).size == (500, 1000)
    assert opened(figure).format == "JPEG" and figure.address.startswith("data:image/jpeg;")
    assert len(figure.data) < len(photo)


@pytest.mark.parametrize(
    ("bundle", "problem"),
    [
        ({"image/png": "AAAA"}, "it is damaged"),
        ({"image/png": image()[:60]}, "it is damaged"),
        ({"image/png": image("JPEG")}, "it is damaged"),
        ({"image/png": ["no", 1, "text"]}, "it is damaged"),
        (
            {"image/svg+xml": "<svg onload='alert(1)'>"},
            "its format is not shown here: look into the notebook",
        ),
    ],
)
def test_figures_that_cannot_be_shown(read: Any, bundle: Any, problem: str) -> None:
    found = read(handed_in(code_cell("", {"output_type": "display_data", "data": bundle})))
    (figure,) = found.pieces[0].figures
    assert (figure.problem, figure.data) == (problem, b"")


def test_huge_figures_are_refused(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MAX_PIXELS", 599)
    found = read(handed_in(code_cell("", drawn(image()))))
    assert found.pieces[0].figures[0].problem == "it is too large"


def test_an_answer_has_bounds(read: Any) -> None:
    outputs = [drawn(image())] * 20
    found = read(handed_in(*[code_cell("x", *outputs)] * 100))
    assert len(found.pieces) == written.MAX_PIECES
    assert sum(len(piece.figures) for piece in found.pieces) == written.MAX_FIGURES
    assert found.cut
    assert read(handed_in(text_cell("a" * 30_000))).cut
    assert read(handed_in(code_cell("x", printed("a" * 30_000)))).cut


def test_an_answer_is_not_cut_that_is_shown_as_a_whole(read: Any) -> None:
    photo = text_cell(f"![](data:image/png;base64,{image(size=(200, 200))})")
    assert len(photo["source"]) > written.MAX_TEXT
    figures = code_cell("x", *[drawn(image())] * (written.MAX_FIGURES - 1))
    found = read(handed_in(photo, figures))
    assert (len(found.pieces), found.cut) == (2, False)


def test_all_figures_together_have_a_bound(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MAX_ALL_PIXELS", 2 * 600)
    found = read(handed_in(code_cell("x", *[drawn(image())] * 3)))
    problem = "the pictures of this answer are too large together"
    assert [figure.problem for figure in found.pieces[0].figures] == ["", "", problem]


@pytest.mark.parametrize(
    ("bundle", "output"),
    [
        ({"text/plain": "2", "text/html": "<b>2</b>"}, "2"),
        ({"application/vnd.plotly.v1+json": {"data": []}, "text/html": "<div>"}, None),
        ({"text/html": "<video>", "text/plain": "<IPython.core.display.HTML object>"}, None),
        ({"text/markdown": "*2*", "text/plain": "<IPython.core.display.Markdown object>"}, "*2*"),
    ],
)
def test_outputs_in_other_formats(read: Any, bundle: Any, output: str | None) -> None:
    found = read(handed_in(code_cell("show()", {"output_type": "display_data", "data": bundle})))
    assert found.pieces[0].output == (output or written._NOT_SHOWN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ada.lovelace/gan/nb.py:3: UserWarning", "/home/…/gan/nb.py:3: UserWarning"),
        ("File '/Users/ada'", "File '/Users/…'"),
        (r"C:\Users\Ada Lovelace\gan and d:/x", r"C:\Users\…\gan and d:/x"),
        (r"'C:\\Users\\ada\\gan'", r"'C:\\Users\\…\\gan'"),
        ("C:/Users/Ada Lovelace/gan", "C:/Users/…/gan"),
        ("at /home/ and 1/2", "at /home/ and 1/2"),
    ],
)
def test_names_of_folders_are_left_out(read: Any, text: str, shown: str) -> None:
    assert read(handed_in(code_cell("x", printed(text)))).pieces[0].output == shown


def test_colours_of_a_terminal_are_left_out(read: Any) -> None:
    found = read(handed_in(code_cell("", printed("\x1b[31mred\x1b[0m"))))
    assert found.pieces[0].output == "red"


def test_a_version_is_what_can_be_seen(read: Any) -> None:
    cell = code_cell("plot()", printed("2"), drawn(image()))
    before = read(handed_in(cell)).digest
    assert read(handed_in({**cell, "metadata": {"x": 1}, "execution_count": 9})).digest == before
    others = [
        code_cell("plot( )", *cell["outputs"]),
        code_cell("plot()", printed("3"), cell["outputs"][1]),
        code_cell("plot()", printed("2"), drawn(image())),
        text_cell("plot()"),
    ]
    assert len({before, *(read(handed_in(other)).digest for other in others)}) == 5


def test_a_version_is_of_what_is_cut_too(read: Any) -> None:
    figures = [drawn(image()) for _ in range(written.MAX_FIGURES + 2)]
    long = "a" * written.MAX_TEXT
    answers = [
        [text_cell(f"{long} 1")],
        [text_cell(f"{long} 2")],
        [code_cell("x", printed(f"{long} 1"))],
        [code_cell("x", printed(f"{long} 2"))],
        [code_cell("x", *figures)],
        [code_cell("x", *figures[:-1])],
        [*[code_cell("x")] * written.MAX_PIECES, text_cell("1")],
        [*[code_cell("x")] * written.MAX_PIECES, text_cell("2")],
    ]
    found = [read(handed_in(*cells)) for cells in answers]
    assert all(answer.cut for answer in found)
    assert len({answer.digest for answer in found}) == len(answers)


def test_a_version_does_not_depend_on_how_figures_are_drawn(
    read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = handed_in(code_cell("plot()", drawn(image())))
    before = read(cells).digest
    monkeypatch.setattr(written, "MAX_PNG", 0)
    assert read(cells).digest == before


@pytest.mark.parametrize("cell", [None, 3, [], "text", {"cell_type": 3, "outputs": "no"}])
def test_cells_of_a_wrong_kind(read: Any, cell: Any) -> None:
    assert read(handed_in(cell, text_cell("Because."))).text == "Because."


@pytest.mark.parametrize(
    "outputs", [3, [3], [{}], [{"data": 3}], [{"data": {"image/png": 3}}], [{"text": 3}]]
)
def test_outputs_of_a_wrong_kind(read: Any, outputs: Any) -> None:
    cell = {**code_cell("x"), "outputs": outputs, "attachments": outputs}
    assert read(handed_in(cell)).text == "x"
    assert read(handed_in({**cell, "cell_type": "markdown"})).text == "x"


def test_a_damaged_notebook_is_refused(read: Any) -> None:
    with pytest.raises(Unreadable, match="source of cell 1"):
        read([{"cell_type": "markdown", "source": 3}])
