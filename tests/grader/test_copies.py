"""Files of one student with the same content are one submission; of two students they are two."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePart
from gangrade.intake import copies
from gangrade.intake.copies import distinct
from gangrade.intake.find import Handed, Unreadable, look_through
from gangrade.intake.submission import read
from gangrade.part.part import Autograder, Limits

TEST = 'def test_hidden(one):\n    """It works."""\n    assert one() == 1\n'
ONE = "def one():\n    return 1"


@pytest.fixture
def part(make_part: MakePart) -> Autograder:
    return make_part({"one": TEST})


def notebook(*sources: Any, output: str = "", part: str = "", **fields: Any) -> str:
    """A notebook of code cells."""
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": output}],
            "source": source,
        }
        for source in sources
    ]
    metadata = {"otter": {"assignment_name": part}} if part else {}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **fields}
    return json.dumps(content)


def packed(files: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def handed_in(folder: Path, files: dict[str, Any], part: Autograder, **owners: str) -> Handed:
    for name, content in files.items():
        path = folder / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return distinct(look_through([folder / "class"]), part, owners.get)


SAME = notebook(ONE)
EQUAL = {
    "the same bytes": SAME,
    "outputs": notebook(ONE, output="1\n"),
    "spaces at the ends": notebook("def one():  \n\n    return 1\n\n"),
    "an empty cell": notebook("", ONE),
    "cells in two": notebook("def one():", "    return 1"),
    "metadata": notebook(ONE, metadata={"colab": {"provenance": []}}),
}


@pytest.mark.parametrize(
    "names",
    [
        ("ada/small.ipynb", "ada/small (1).ipynb"),
        ("ada/small.ipynb", "ada/small-Copy1.ipynb"),
        ("ada/small.ipynb", "ada/Kopie von small.ipynb"),
        ("ada/small.ipynb", "ada/small_2026_11_20T21_40_02_123456.zip"),
        ("s/lovelaceada_101_9101_small.ipynb", "s/lovelaceada_101_9102_final.ipynb"),
        ("submission_7/small.ipynb", "submission_7/old/work.ipynb"),
        ("Ada Lovelace_12_assignsubmission_file_/a.ipynb",
         "Ada Lovelace_12_assignsubmission_file_/b/c.zip"),
    ],
)  # fmt: skip
def test_a_copy_is_no_submission_of_its_own(
    names: tuple[str, str], part: Autograder, tmp_path: Path
) -> None:
    for change, text in EQUAL.items():
        content = packed({"x/small.ipynb": text}) if names[1].endswith(".zip") else text
        handed = handed_in(tmp_path, {names[0]: SAME, names[1]: content}, part)
        labels = [(source.label, source.copies, source.share) for source in handed.sources]
        assert labels == [(names[0], (names[1],), 1)], change
        [note] = handed.notes
        assert names[0] in note and names[1] in note and handed.sources[0].name in note


def test_the_files_in_one_student_s_zip_are_compared(part: Autograder, tmp_path: Path) -> None:
    work = {"small.ipynb": SAME, "final/ada.ipynb": SAME, "old.ipynb": notebook("x = 1")}
    handed = handed_in(tmp_path, {"ada.zip": packed(work)}, part)
    assert {source.label: (source.copies, source.share) for source in handed.sources} == {
        "ada/old.ipynb": ((), 2),
        "ada/small.ipynb": (("ada/final/ada.ipynb",), 2),
    }


def test_equal_code_of_two_students_stays_two(part: Autograder, tmp_path: Path) -> None:
    names = ["ada/small.ipynb", "bob/small.ipynb", "section/cleo.ipynb", "section/dan.ipynb"]
    names += ["x_101_1_small.ipynb", "x_102_2_small.ipynb", "eve.ipynb", "small (1).ipynb"]
    names += [
        "hw_1_2_fay.ipynb",
        "hw_1_2_gil.ipynb",
        "small.ipynb",
        "section/small_1.ipynb",
        "section/small_2.ipynb",
    ]
    handed = handed_in(tmp_path, dict.fromkeys(names, SAME), part)
    assert sorted(source.label for source in handed.sources) == sorted(names)
    assert handed.notes == ()


def test_a_roster_tells_whose_files_are_the_same_student_s(
    part: Autograder, tmp_path: Path
) -> None:
    files = {"ada.ipynb": SAME, "ada_final.ipynb": SAME, "a/small.ipynb": SAME}
    whose = {"ada": "Ada", "ada_final": "Ada", "a-small": "Bob"}
    handed = handed_in(tmp_path, files, part, **whose)
    assert [source.label for source in handed.sources] == ["a/small.ipynb", "ada.ipynb"]


def test_other_code_is_another_submission(part: Autograder, tmp_path: Path) -> None:
    files = {"ada/small.ipynb": SAME, "ada/small (1).ipynb": notebook(ONE + " + 1")}
    assert len(handed_in(tmp_path, files, part).sources) == 2


def test_other_written_answers_are_another_submission(
    part: Autograder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers(cells: Any, _part: Autograder) -> dict[str, Any]:
        return {"essay": copies.written.Answer("given", content=cells[0]["outputs"][0]["text"])}

    monkeypatch.setattr(copies.written, "read", answers)
    monkeypatch.setattr(part, "text", lambda _name: "{}")
    files = {"ada/small.ipynb": SAME, "ada/small (1).ipynb": notebook(ONE, output="x")}
    assert len(handed_in(tmp_path, files, part).sources) == 2


def test_another_part_s_notebook_in_the_same_zip_is_named_and_left_out(
    part: Autograder, tmp_path: Path
) -> None:
    work = {"small.ipynb": SAME, "large.ipynb": notebook(ONE, part="large")}
    handed = handed_in(tmp_path, {"ada.zip": packed(work)}, part)
    assert [(s.label, s.share) for s in handed.sources] == [("ada/small.ipynb", 1)]
    assert "another part: ada/large.ipynb" in handed.notes[0]
    # Alone it is a submission all the same, which reading refuses.
    alone = handed_in(tmp_path / "2", {"x.ipynb": notebook(ONE, part="large")}, part)
    assert len(alone.sources) == 1


def test_one_zip_has_one_set_of_limits(
    part: Autograder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = {f"{number:02}.ipynb": notebook(f"x = {number}") for number in range(20)}
    handed = handed_in(tmp_path, {"ada.zip": packed(work)}, part)
    limits = [Limits(120, 1800).shared(source.share) for source in handed.sources]
    assert sum(limit.total for limit in limits) == 1800
    assert all(limit.cell <= limit.total for limit in limits)
    monkeypatch.setattr(copies, "MAX_CELLS", 19)
    handed = handed_in(tmp_path, {}, part)
    for source in handed.sources:
        with pytest.raises(Unreadable, match=r"The 20 notebooks .* together hold more"):
            read(source, part.part, part.names)
