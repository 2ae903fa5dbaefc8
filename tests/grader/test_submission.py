"""Finding submissions and reading files from strangers."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import samples
from gangrade.intake import find as submission
from gangrade.intake import submission as submissions
from gangrade.intake.find import (
    CannotOpen,
    NothingToGrade,
    Source,
    Unreadable,
    find_submissions,
    look_through,
)
from gangrade.intake.structure import structure
from gangrade.intake.submission import Cell, code_hash, code_of, read
from gangrade.part.course import Course

PART = "function_gan"
QUESTIONS = ("he_init", "adam")


def notebook(*sources: Any, metadata: Any = None, **fields: Any) -> dict[str, Any]:
    """A notebook of code cells in format 4."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, "id": f"c{number}"}
        for number, source in enumerate(sources)
    ]
    metadata = {"otter": {"assignment_name": PART}} if metadata is None else metadata
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **fields}


def packed(files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


NOTEBOOK = json.dumps(notebook("x = 1"))


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[..., list[str]]:
    """A function that reads the code cells of a file with the given content."""

    def read_content(content: bytes | str, name: str = "a.ipynb") -> list[str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (source,) = find_submissions([path])
        return [cell.source for cell in read(source, PART, QUESTIONS).cells]

    return read_content


ReadBytes = Callable[..., list[str]]


def write_all(folder: Path, files: dict[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def names(paths: Iterable[Path]) -> list[str]:
    return [source.name for source in find_submissions(list(paths))]


# --- find ------------------------------------------------------------------------------------


def test_a_folder_gives_each_notebook_and_zip_below_it(tmp_path: Path) -> None:
    write_all(
        tmp_path,
        {
            "submission_123/function_gan.ipynb": NOTEBOOK,
            "submission_124/export.ZIP": packed({"function_gan.ipynb": NOTEBOOK, ".OTTER_LOG": ""}),
            "submission_125/.ipynb_checkpoints/function_gan-checkpoint.ipynb": NOTEBOOK,
            "__MACOSX/x.ipynb": NOTEBOOK,
            ".hidden.ipynb": NOTEBOOK,
            "readme.txt": "hello",
        },
    )
    assert names([tmp_path]) == ["submission_123-function_gan", "submission_124-export"]


def test_links_are_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    outside = write_all(tmp_path / "outside", {"secret.ipynb": NOTEBOOK})
    inside = write_all(tmp_path / "inside", {"a.ipynb": NOTEBOOK})
    (inside / "b.ipynb").symlink_to(outside / "secret.ipynb")
    (inside / "c").symlink_to(outside, target_is_directory=True)
    (inside / "d.ipynb").symlink_to(inside / "a.ipynb")
    (inside / "e.ipynb").symlink_to(inside / "gone.ipynb")
    sources = {source.name: source for source in find_submissions([inside])}
    assert list(sources) == ["a", "b", "c", "d", "e"]
    for name, words in {"b": "where it leads", "c": "where it leads", "e": "is not there"}.items():
        with pytest.raises(Unreadable, match=words):
            read(sources[name], PART, QUESTIONS)
    assert read(sources["d"], PART, QUESTIONS).cells == (Cell(1, "x = 1"),)


def test_an_lms_zip_is_a_folder_of_submissions(tmp_path: Path) -> None:
    export = packed(
        {"function_gan.ipynb": NOTEBOOK, ".OTTER_LOG": "x", "__zip_filename__": "ada.zip"}
    )
    two = packed({"one.ipynb": NOTEBOOK, "two.ipynb": NOTEBOOK})
    class_zip = packed(
        {
            "ada/export.zip": export,
            "bob.ipynb": NOTEBOOK,
            "eve.zip": two,
            "bad.zip": "no zip",
            "__MACOSX/ada/._export.zip": "resource fork",
        }
    )
    write_all(tmp_path, {"class.zip": class_zip})
    sources = find_submissions([tmp_path / "class.zip"])
    assert [source.name for source in sources] == [
        "ada-export",
        "bad",
        "bob",
        "eve-one",
        "eve-two",
    ]
    for source in sources:
        if source.name == "bad":
            with pytest.raises(Unreadable, match=r"named \.zip"):
                read(source, PART, QUESTIONS)
        else:
            assert read(source, PART, QUESTIONS).cells == (Cell(1, "x = 1"),)


def test_a_zip_in_a_folder_is_one_student_s(tmp_path: Path) -> None:
    inner = packed({"a.ipynb": NOTEBOOK})
    write_all(
        tmp_path,
        {
            "few.zip": packed({f"{number:02}.ipynb": NOTEBOOK for number in range(20)}),
            "many.zip": packed({f"{number:02}.ipynb": NOTEBOOK for number in range(21)}),
            "zips.zip": packed({f"{number}.zip": inner for number in range(3)}),
        },
    )
    sources = find_submissions([tmp_path])
    assert [source.name for source in sources] == [
        *(f"few-{number:02}" for number in range(20)),
        "many",
        "zips",
    ]
    for source, held in zip(sources[-2:], ["several notebooks", "no notebook"], strict=True):
        with pytest.raises(Unreadable, match=held):
            read(source, PART, QUESTIONS)


def test_names_are_unique_and_safe(tmp_path: Path) -> None:
    write_all(tmp_path, {"a b;$(x)ü.ipynb": NOTEBOOK, "1/A.ipynb": NOTEBOOK, "2/a.ipynb": NOTEBOOK})
    paths = [tmp_path / "1/A.ipynb", tmp_path / "2/a.ipynb", tmp_path / "2/a.ipynb"]
    assert names(paths) == ["A", "a-2", "a-3"]
    write_all(tmp_path, {"3/a-2.ipynb": NOTEBOOK})
    assert names([*paths[1:], tmp_path / "3/a-2.ipynb", *paths]) == [
        *("a", "a-2", "a-2-2", "A-3", "a-4", "a-5")
    ]
    assert names([tmp_path])[-1] == "a_b___x_ü"
    tricky = packed(
        {
            "../../up.ipynb": NOTEBOOK,
            "/root.ipynb": NOTEBOOK,
            "w\\in.ipynb": NOTEBOOK,
            "-..ipynb": NOTEBOOK,
            f"{'long' * 100}.ipynb": NOTEBOOK,
            "grades.csv.ipynb": NOTEBOOK,
            "final.csv.ipynb": NOTEBOOK,
            "merged.json.ipynb": NOTEBOOK,
        }
    )
    write_all(tmp_path, {"tricky.zip": tricky})
    found = names([tmp_path / "tricky.zip"])
    # A part with a leading dot counts as hidden, so "../../up" is left out.
    assert sorted(found, key=len) == [
        "root",
        "w-in",
        "submission",
        "final.csv-2",
        "grades.csv-2",
        "merged.json-2",
        ("long" * 100)[:200],
    ]


def refusals(sources: Iterable[Source]) -> dict[str, str]:
    """Why submissions cannot be read, by name; those that can are left out."""
    found = {}
    for source in sources:
        try:
            read(source, PART, QUESTIONS)
        except Unreadable as error:
            found[source.name] = str(error)
    return found


def test_what_is_no_notebook_is_listed_by_student_if_nothing_else_is_theirs(
    tmp_path: Path,
) -> None:
    files: dict[str, bytes | str] = {
        "lovelaceada_101_9101_function_gan.ipynb": NOTEBOOK,
        "lovelaceada_101_9201_plot.png": "x",
        "mullerjorg_102_9102_function_gan.ipynb.txt": NOTEBOOK,
        "doejohn_103_9103_function_gan.ipynb.json": NOTEBOOK,
        "kimminsu_104_9104_function_gan.rar": "Rar!",
        "costamaria_105_9105_function_gan.html": "<html>",
        "costamaria_105_9106_function_gan.pdf": "%PDF",
        "roejane_107_9107_link.html": "<html>",
        "readme.txt": "",
    }
    write_all(tmp_path, {"class.zip": packed(files)})
    handed = look_through([tmp_path / "class.zip"])
    refused = refusals(handed.sources)
    assert sorted(s.name for s in handed.sources if s.name not in refused) == [
        "doejohn_103_9103_function_gan",
        "lovelaceada_101_9101_function_gan",
        "mullerjorg_102_9102_function_gan",
    ]
    assert {name.split("_")[0]: words.split(". ")[0] for name, words in refused.items()} == {
        "kimminsu": "Handed in, but no notebook: kimminsu_104_9104_function_gan.rar",
        "costamaria": "Handed in, but no notebook: costamaria_105_9105_function_gan.html, "
        "costamaria_105_9106_function_gan.pdf",
        "roejane": "Handed in, but no notebook: roejane_107_9107_link.html",
    }
    assert any("readme.txt" in note for note in handed.notes)
    # The same files in a folder.
    write_all(tmp_path / "folder", files)
    assert refusals(find_submissions([tmp_path / "folder"])) == refused


def test_a_folder_without_a_notebook_beside_others_is_a_student_s(tmp_path: Path) -> None:
    write_all(
        tmp_path,
        {
            "ada/function_gan.ipynb": NOTEBOOK,
            "ada/data/notes.pdf": "",
            "bob/report.pdf": "",
            "bob/pictures/1.png": "",
            "section/cleo/function_gan.ipynb": NOTEBOOK,
            "section/dan/function_gan.docx": "",
        },
    )
    sources = find_submissions([tmp_path])
    assert {source.name for source in sources} == {
        *("ada-function_gan", "bob", "section-cleo-function_gan", "section-dan")
    }
    refused = refusals(sources)
    assert refused["bob"].startswith("Handed in, but no notebook: bob/pictures/1.png, bob/report")
    assert "function_gan.docx" in refused["section-dan"]


def test_other_files_of_a_flat_class_are_submissions_of_a_single_student_notes(
    tmp_path: Path,
) -> None:
    write_all(tmp_path / "one", {"ada.ipynb": NOTEBOOK, "plot.pdf": "", "data.csv": ""})
    handed = look_through([tmp_path / "one"])
    assert [source.name for source in handed.sources] == ["ada"]
    assert handed.notes == ("Not read, because they are no notebooks: plot.pdf.",)
    write_all(tmp_path / "one", {"bob.ipynb": NOTEBOOK, "cleo.pdf": ""})
    assert names([tmp_path / "one"]) == ["ada", "bob", "cleo", "plot"]


def test_a_folder_without_rights_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(tmp_path, {"ada/a.ipynb": NOTEBOOK, "bob/a.ipynb": NOTEBOOK})
    scan = os.scandir

    def locked(path: str) -> Any:
        if Path(path).name == "bob":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)
    sources = find_submissions([tmp_path])
    assert refusals(sources) == {"bob": "The folder cannot be opened: Permission denied."}
    with pytest.raises(CannotOpen):  # marks that were given before stay
        read(sources[1], PART, QUESTIONS)
    with pytest.raises(NothingToGrade, match="cannot be opened: Permission denied"):
        find_submissions([tmp_path / "bob"])


def test_a_class_s_zip_with_one_submission_is_named_after_it(tmp_path: Path) -> None:
    for number, inner in enumerate(
        [
            "lovelaceada_101_9101_function_gan.ipynb",
            "Ada Lovelace_12_assignsubmission_file_/function_gan.ipynb",
            "GAN Homework_alovelace_attempt_2026-11-20-10-00-33_function_gan.ipynb",
            "38150-44100 - Ada Lovelace - Nov 20, 2026 1035 PM/function_gan.ipynb",
            "submission_22/function_gan.ipynb",
        ]
    ):
        path = tmp_path / f"class{number}.zip"
        path.write_bytes(packed({inner: NOTEBOOK}))
        [source] = find_submissions([path])
        assert source.label == inner
        assert not refusals([source])
    (tmp_path / "ada.zip").write_bytes(packed({"work/function_gan.ipynb": NOTEBOOK}))
    assert names([tmp_path / "ada.zip"]) == ["ada"]


def test_a_zip_that_is_named_says_what_it_was_taken_for(tmp_path: Path) -> None:
    for name in ("ada", "bob"):
        content = packed({"one.ipynb": NOTEBOOK, "two.ipynb": NOTEBOOK})
        (tmp_path / f"{name}.zip").write_bytes(content)
    alone = look_through([tmp_path / "ada.zip"])
    assert [source.home for source in alone.sources] == ["", ""]
    assert "ada.zip was taken for a class's download." in alone.notes[0]
    both = look_through([tmp_path / "ada.zip", tmp_path / "bob.zip"])
    assert [source.name for source in both.sources] == ["ada-one", "ada-two", "bob-one", "bob-two"]
    homes = [source.home for source in both.sources]
    assert homes[0] == homes[1] != homes[2] == homes[3]
    assert "ada.zip was taken for one student's, with one set of limits" in both.notes[0]
    assert "bob.zip was taken for one student's" in both.notes[1]


@pytest.mark.parametrize(
    "others",
    [
        ["bob.pdf", "cleo.docx"],
        ["bob/report.pdf"],
        ["bob.ipynb.bak"],
        ["more/bob.ipynb.crdownload", "more/cleo.rar"],
    ],
)
def test_a_zip_with_one_notebook_beside_work_of_other_kinds_names_them(
    others: list[str], tmp_path: Path
) -> None:
    files: dict[str, bytes | str] = {"ada.ipynb": NOTEBOOK, "data.csv": ""}
    path = write_all(tmp_path, {"class.zip": packed(files | dict.fromkeys(others, ""))})
    handed = look_through([path / "class.zip"])
    assert [source.name for source in handed.sources] == ["class"]
    taken, unread = handed.notes
    assert taken.startswith("class.zip was taken for one student's") and "name the folder" in taken
    assert unread == f"Not read, because they are no notebooks: {', '.join(others)}."
    # The same in a folder, and nothing is said where there are only data.
    folder = write_all(tmp_path / "folder", files | dict.fromkeys(others, ""))
    assert unread in look_through([folder]).notes
    (path / "class.zip").write_bytes(packed(files))
    assert look_through([path / "class.zip"]).notes == ()


@pytest.mark.parametrize(
    "files",
    [
        ["costamaria_105_9105_work.pdf"],
        ["costamaria_105_9105_work.pdf", "kimminsu_104_9104_work.rar"],
        ["function_gan.ipynb", "costamaria_105_9105_work.pdf", "kimminsu_104_9104_work.rar"],
    ],
)
def test_names_of_a_course_system_make_a_zip_a_class_s(files: list[str], tmp_path: Path) -> None:
    path = write_all(tmp_path, {"class.zip": packed(dict.fromkeys(files, NOTEBOOK))})
    sources = find_submissions([path / "class.zip"])
    refused = refusals(sources)
    assert [f"{name}." for name in refused] == [
        file[: -len("pdf")] for file in files if not file.endswith(".ipynb")
    ]
    assert len(sources) == len(files)


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    write_all(tmp_path, {"ada.ipynb": NOTEBOOK})
    for name in ("bob.ipynb", "cleo.zip", "dan.pdf"):
        os.mkfifo(tmp_path / name)
    refused = refusals(find_submissions([tmp_path]))
    assert refused.pop("dan").startswith("Handed in, but no notebook: dan.pdf.")
    assert {*refused} == {"bob", "cleo"}
    assert all(words.startswith("It cannot be read: it is a pipe") for words in refused.values())
    with pytest.raises(NothingToGrade, match=r"bob\.ipynb: It cannot be read: it is a pipe"):
        find_submissions([tmp_path / "bob.ipynb"])


def test_nothing_to_grade(tmp_path: Path) -> None:
    write_all(tmp_path, {"folder/readme.txt": "hello"})
    with pytest.raises(NothingToGrade, match=r"no notebook .* in .*folder"):
        find_submissions([tmp_path / "folder"])
    with pytest.raises(NothingToGrade, match="There is no file or folder"):
        find_submissions([tmp_path / "missing"])


# --- read: what can be read ------------------------------------------------------------------


def test_code_cells_keep_their_number(tmp_path: Path) -> None:
    content = notebook("a = 1", " \n", ["b = 2\n", "c = 3"], "show()", "show()")
    content["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "# Text"})
    content["cells"][4]["metadata"] = {"tags": ["otter_ignore"]}
    content["cells"][5]["metadata"] = {"otter": {"ignore": True}}
    write_all(tmp_path, {"a.ipynb": json.dumps(content)})
    result = read(Source("ada", tmp_path / "a.ipynb"), PART, QUESTIONS)
    assert result.name == "ada"
    assert result.cells == (Cell(2, "a = 1"), Cell(4, "b = 2\nc = 3"))


def test_odd_notebooks_are_read_where_the_code_can_be(read_bytes: ReadBytes) -> None:
    colab = notebook("x = 1", metadata={"colab": {"provenance": []}, "accelerator": "GPU"})
    colab["cells"][0]["metadata"] = {"id": "Xyz", "colab": {"height": 17}}
    del colab["cells"][0]["id"], colab["nbformat_minor"]
    assert read_bytes(json.dumps(colab)) == ["x = 1"]

    odd = notebook("x = 1", "y = 2", metadata=["odd"])
    odd["cells"][0]["metadata"] = odd["cells"][1]["metadata"] = None
    odd["cells"][1]["id"] = odd["cells"][0]["id"]
    odd["cells"] += ["not a cell", None, {"source": "no type"}]
    del odd["cells"][1]["cell_type"]
    assert read_bytes(json.dumps(odd)) == ["x = 1", "y = 2"]

    huge = notebook("x = 1", metadata={"a": float("nan")})
    text = json.dumps(huge).replace('"outputs": []', '"outputs": [' + "9" * 5000 + "]")
    assert read_bytes(text) == ["x = 1"]
    assert read_bytes(b"\xef\xbb\xbf" + NOTEBOOK.encode()) == ["x = 1"]
    assert read_bytes(json.dumps(notebook("s = '\ud800'"))) == ["s = '?'"]


def test_format_3_is_upgraded(read_bytes: ReadBytes) -> None:
    v3 = nbformat.v3
    cells = [v3.new_text_cell("markdown", source="T"), v3.new_code_cell("x = 1\ny = 2")]
    old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=cells)])
    assert read_bytes(v3.writes_json(old)) == ["x = 1\ny = 2"]


def test_outputs_cost_nothing_but_the_parsing(read_bytes: ReadBytes) -> None:
    content = notebook("x = 1")
    content["cells"][0]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["0123456789\n" * 10] * 20_000}
    ]
    assert read_bytes(json.dumps(content)) == ["x = 1"]


# --- read: what cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b" \n ", "The file is empty"),
        (b"%PDF-1.7 ...", "not a notebook but a PDF file"),
        (b"<!DOCTYPE html><html>", "not a notebook but a web page"),
        (packed({"a": "b"}), "not a notebook but a zip"),
        (b"import numpy as np", "not a notebook but plain text"),
        (NOTEBOOK.encode("utf-16"), "not UTF-8"),
        (b'{"cells": "\xff"}', "not UTF-8"),
        (b'{"a": 1}', "JSON without a list of cells"),
        (b"[1, 2]", "not a notebook but other JSON"),
        (NOTEBOOK[:-20].encode(), "damaged: its JSON breaks at line 1"),
        (b"[" * 100_000, "nested too deeply"),
        (json.dumps(notebook({"a": 1})).encode(), "source of cell 1 is not text"),
        (json.dumps(notebook(["a", 1])).encode(), "source of cell 1 is not text"),
        (b'{"nbformat": 3, "worksheets": 7}', "cannot be converted"),
    ],
)
def test_what_is_no_notebook_is_refused(
    content: bytes, message: str, read_bytes: ReadBytes
) -> None:
    with pytest.raises(Unreadable, match=message):
        read_bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (packed({}), "The zip is empty"),
        (packed({"readme.txt": "hello"}), "no notebook"),
        (packed({"a.ipynb": NOTEBOOK})[:-30], "damaged"),
        (packed({"a.ipynb": NOTEBOOK}, zipfile.ZIP_BZIP2), "unusual compression"),
        (packed({"a.ipynb": NOTEBOOK}, zipfile.ZIP_LZMA), "unusual compression"),
        (b"%PDF-1.7", "named .zip, but it is a PDF file"),
        (NOTEBOOK.encode(), "named .zip, but it is JSON"),
        (packed({"a.ipynb": b""}), "The file is empty"),
    ],
)
def test_bad_zips_are_refused(content: bytes, message: str, read_bytes: ReadBytes) -> None:
    with pytest.raises(Unreadable, match=message):
        read_bytes(content, "a.zip")


def test_an_encrypted_zip_is_refused(read_bytes: ReadBytes) -> None:
    content = bytearray(packed({"a.ipynb": NOTEBOOK}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="encrypted"):
        read_bytes(bytes(content), "a.zip")


def test_bytes_flipped_in_a_zip_never_escape(read_bytes: ReadBytes) -> None:
    whole = packed({"a.ipynb": NOTEBOOK, "b.ipynb": NOTEBOOK})
    one = packed({"a.ipynb": NOTEBOOK})
    refused = 0
    for place in range(len(one)):
        content = bytearray(one)
        content[place] ^= 0xFF
        try:
            assert read_bytes(bytes(content), "a.zip") in (["x = 1"], [])
        except Unreadable:
            refused += 1
    assert refused > len(one) / 2
    for length in range(0, len(whole), 7):
        with pytest.raises(Unreadable):
            read_bytes(whole[:length], "a.zip")


def test_a_notebook_over_the_limit_is_refused_also_behind_a_lying_header(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (submission, submissions):
        monkeypatch.setattr(module, "MAX_FILE", 2**20)
    bomb = packed({"a.ipynb": b" " * 2**24})
    assert len(bomb) < 2**15
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        read_bytes(bomb, "a.zip")
    size = (2**24).to_bytes(4, "little")
    with pytest.raises(Unreadable, match=r"damaged|empty"):
        read_bytes(bomb.replace(size, (100).to_bytes(4, "little")), "a.zip")
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        read_bytes(b" " * 2**21)


def test_too_much_of_anything_is_refused(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unreadable, match="1 MB of code"):
        read_bytes(json.dumps(notebook("x" * 2**20, "y")))
    with pytest.raises(Unreadable, match="1001 code cells; at most 1000"):
        read_bytes(json.dumps(notebook(*["# nothing"] * 1001)))
    assert read_bytes(json.dumps(notebook(*["1"] * 1000, *[" "] * 9))) == ["1"] * 1000
    monkeypatch.setattr(submissions, "MAX_VALUES", 1000)
    with pytest.raises(Unreadable, match="Clear all outputs"):
        read_bytes(json.dumps(notebook("x", metadata=[[]] * 1000)))
    monkeypatch.setattr(submission, "MAX_MEMBERS", 2)
    with pytest.raises(Unreadable, match="too many files"):
        read_bytes(packed({"a": "", "b": "", "c.ipynb": NOTEBOOK}), "a.zip")


OLD = '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [%s]}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OLD % ('{"cells": [' + "{}," * 10_000 + "{}]}"), "holds 10001 cells; at most 10000"),
        (OLD % ",".join(['{"cells": [{}]}'] * 10_001), "holds 10001 cells; at most 10000"),
        (json.dumps(notebook(*["1"] * 5000) | {"cells": [{}] * 10_001}), "holds 10001 cells"),
        (OLD % ('{"cells": [' + "{}," * 600_000 + "{}]}"), "larger than can be read"),
        (json.dumps(notebook("1", metadata={"a": [{}] * 600_000})), "larger than can be read"),
        (json.dumps(notebook("1", metadata={"a": [0] * 2_000_000})), "larger than can be read"),
        ('{"a":' + "[" * 300 + "]" * 300 + "}", "nested too deeply"),
        ('{"a":' * 300 + "1" + "}" * 300, "nested too deeply"),
    ],
)
def test_what_is_too_much_is_refused_before_anything_is_made_of_it(
    content: str, message: str, read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "upgrade_cell", None)
    if "cells" not in message:
        monkeypatch.setattr(submissions.json, "loads", None)
    with pytest.raises(Unreadable, match=message):
        read_bytes(content)


def test_old_cells_are_read_by_their_text_alone(read_bytes: ReadBytes) -> None:
    cells = [
        {"cell_type": "heading", "level": 10**10, "source": ["A", " title"]},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "outputs": 7, "prompt_number": []},
        {"cell_type": "code", "metadata": [], "input": "z = 3"},
        *({"cell_type": []}, {}, None, 7),
    ]
    assert read_bytes(OLD % json.dumps({"cells": cells})) == ["x = 1\ny = 2", "z = 3"]


def test_the_structure_of_json_is_counted_outside_of_texts() -> None:
    value = {"a\\": ['"[{,', "\\", -1.25e-10, {"b": [[]]}], "c": "€,{", "d": [1, 12345678901234]}
    text = json.dumps(value).encode()
    marks = '{"a":["",  "",-1, {"b":[[]]}],"c":"","d":[1,2]}'
    expected = sum(marks.count(mark) for mark in ",[{")
    found = structure(text)
    assert (found.values, found.objects, found.depth) == (expected, 2, 5)


def test_blocks_of_a_text_do_not_change_its_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps({'a\\"': ["[[[", [1, [2.5, {"b": '{"'}]]], "c": 123456}).encode()
    whole = structure(text)
    for size in (1, 2, 3, 7, 20):
        monkeypatch.setattr("gangrade.intake.structure._BLOCK", size)
        assert structure(text) == whole


def test_a_zip_with_a_long_list_of_files_is_refused_before_it_is_read(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = packed({f"{number}.txt": "" for number in range(5000)} | {"a.ipynb": NOTEBOOK})
    assert read_bytes(content, "a.zip") == ["x = 1"]
    monkeypatch.setattr(submission, "MAX_DIRECTORY", 100_000)
    monkeypatch.setattr(zipfile, "ZipInfo", None)  # it would make one for each file
    with pytest.raises(Unreadable, match="too many files"):
        read_bytes(content, "a.zip")


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_ZIPS", 2), ("MAX_UNPACKED", 500), ("MAX_MEMBERS", 2)]
)
def test_a_zip_of_too_much_stays_one_submission(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = packed({"a.ipynb": NOTEBOOK})
    path = write_all(tmp_path, {"class.zip": packed({f"{n}.zip": inner for n in range(3)})})
    assert names([path / "class.zip"]) == ["0", "1", "2"]
    monkeypatch.setattr(submission, limit, value)
    (source,) = find_submissions([path / "class.zip"])
    with pytest.raises(Unreadable, match="too many files"):
        read(source, PART, QUESTIONS)


def test_a_zip_of_many_notebooks_within_a_zip_stays_one_submission(tmp_path: Path) -> None:
    few, many = (
        packed({f"{number}.ipynb": NOTEBOOK for number in range(count)}) for count in (20, 21)
    )
    path = write_all(tmp_path, {"class.zip": packed({"few.zip": few, "many.zip": many})})
    sources = find_submissions([path / "class.zip"])
    assert [source.name for source in sources][-3:] == ["few-8", "few-9", "many"]
    with pytest.raises(Unreadable, match="several notebooks"):
        read(sources[-1], PART, QUESTIONS)


def test_another_part_is_refused(read_bytes: ReadBytes) -> None:
    other = notebook("x = 1", metadata={"otter": {"assignment_name": "image_gan"}})
    with pytest.raises(Unreadable, match='another part: "image_gan", not "function_gan"'):
        read_bytes(json.dumps(other))

    by_tests = {"otter": {"OK_FORMAT": False, "tests": {"tanh_scaling": {}}}}
    with pytest.raises(Unreadable, match='no question of "function_gan"'):
        read_bytes(json.dumps(notebook("x = 1", metadata=by_tests)))
    by_cell = notebook("x = 1", metadata={})
    by_cell["cells"][0]["metadata"] = {"otter": {"tests": ["tanh_scaling"]}}
    with pytest.raises(Unreadable, match='no question of "function_gan"'):
        read_bytes(json.dumps(by_cell))

    by_cell["cells"][0]["metadata"] = {"otter": {"tests": ["he_init"]}}
    assert read_bytes(json.dumps(by_cell)) == ["x = 1"]
    assert read_bytes(json.dumps(notebook("x = 1", metadata={}))) == ["x = 1"]


STARTS, FIRST_PART = 'grader = gankit.Grader("image_gan.ipynb")', ["he_init", "adam", "networks"]


@pytest.mark.parametrize(
    ("named", "code", "checks", "refusal"),
    [
        # A service has not kept the metadata.
        (None, STARTS, ["tanh_scaling"], '"image_gan", not "function_gan"'),
        (None, "x = 1", ["tanh_scaling"], 'no question of "function_gan"'),
        (None, STARTS, [], None),
        (None, "x = 1", FIRST_PART, None),
        # Another part's notebook, with this part's questions in it or without.
        ("image_gan", STARTS, ["tanh_scaling", "latent_size"], '"image_gan", not "function_gan"'),
        ("image_gan", STARTS, ["tanh_scaling", "latent_size", "he_init"], '"image_gan", not'),
        ("image_gan", STARTS, ["tanh_scaling", "latent_size", *FIRST_PART], None),
        ("image_gan", STARTS, FIRST_PART, None),
        ("function_gan", STARTS, ["tanh_scaling"], None),
    ],
)
def test_whose_part_a_notebook_is_shows_what_it_checks(
    read_bytes: ReadBytes, named: str | None, code: str, checks: list[str], refusal: str | None
) -> None:
    metadata = {"otter": {"assignment_name": named}} if named else {}
    made = notebook(code, *(f'grader.check("{name}")' for name in checks), metadata=metadata)
    if refusal:
        with pytest.raises(Unreadable, match=f"another part: .*{refusal}"):
            read_bytes(json.dumps(made))
    else:
        assert read_bytes(json.dumps(made))[0] == code


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(Source("a", tmp_path / "a.ipynb"), PART, QUESTIONS)


# --- code_hash -------------------------------------------------------------------------------


def test_all_that_code_can_know_of_itself_changes_the_hash() -> None:
    cells = [Cell(3, "def f(x):\n    return x + 1"), Cell(5, "f(2)")]
    plain = code_hash(cells)
    assert len(plain) == 64
    assert plain == code_hash(list(cells))
    others = [
        [Cell(3, "def f(x):\n    return x + 2"), cells[1]],
        [Cell(3, "def f(x):\n    return x + 1  # why"), cells[1]],
        [Cell(3, "def f(x):\n\n    return x + 1"), cells[1]],
        [cells[0], Cell(6, "f(2)")],
        [Cell(3, cells[0].source + cells[1].source)],
        cells[::-1],
        cells[:1],
    ]
    assert len({plain, *map(code_hash, others)}) == len(others) + 1


# --- the samples of make demo ----------------------------------------------------------------


@pytest.mark.parametrize("part", samples.CLASSES)
def test_the_classes_of_the_demo_answer_and_leave_out_what_they_say(
    part: str, released_course: Path, tmp_path: Path
) -> None:
    samples.write(tmp_path, Course(released_course), part)
    given = {
        source.name: [cell.source for cell in read(source, part, QUESTIONS).cells]
        for source in find_submissions([tmp_path])
    }
    assert given.keys() == samples.CLASSES[part].keys()
    for name, sample in samples.CLASSES[part].items():
        unsolved = [line for source in given[name] for line in source.splitlines()].count("    ...")
        assert (unsolved > 0) == bool(sample.leaves_out)
        texts = [cell.source for cell in nbformat.read(tmp_path / f"{name}.ipynb", 4).cells]
        assert all(text in texts for text, _ in sample.answers.values())
    codes = {"".join(cells) for cells in given.values()}
    assert len(codes) == len(given)  # nobody hands in another's code


def test_a_person_s_marks_for_the_demo(tmp_path: Path, released_course: Path) -> None:
    answers = {"adam_written": {"A1": {"submission": "ada"}, "B2": {"submission": "hugo"}}}
    (tmp_path / "answers.json").write_text(json.dumps({"questions": answers}))
    (tmp_path / "marks.csv").write_text(
        "question,answer,version,points,comment,who\nadam_written,A1,v,,,\nadam_written,B2,w,,,\n",
        "utf-8-sig",
    )
    samples.mark(tmp_path, tmp_path / "filled.csv", Course(released_course))
    assert (tmp_path / "filled.csv").read_text("utf-8").splitlines() == [
        "question,answer,version,points,comment,who",
        "adam_written,A1,v,2,,Eve",
        "adam_written,B2,w,0,,Eve",
    ]


def test_the_code_of_an_answer_is_what_counts_at_the_end() -> None:
    cells = [
        Cell(3, "def f(x):\n    return 1\n\nother = 2"),
        Cell(5, "import functools\n\n@functools.cache\ndef f(x):\n    return 2"),
        Cell(7, "%time\ndef g():\n    return f(1)"),
        Cell(9, "net = f(3)"),
        Cell(11, "def broken(:"),
    ]
    assert code_of(cells, ["f"]) == "# cell 5\n@functools.cache\ndef f(x):\n    return 2"
    assert code_of(cells, ["g"]) == f"# cell 7\n{cells[2].source}"
    assert code_of(cells, ["net", "missing"]) == "# cell 9\nnet = f(3)"
    assert code_of(cells, ["missing", "broken"]) == "# cell 11\ndef broken(:"
    assert len(code_of([Cell(1, f"def f():\n    '{'x' * 9999}'")], ["f"])) < 4100
