"""What of a training a person is asked to read, and that no student sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from gangrade.intake.submission import Cell
from gangrade.intake.trainings import code_of, worth_reading
from gangrade.reports import class_page, feedback
from gangrade.results import records
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult

RIGHT = """
def learn(gan): gan.fit([])
def train(curve, steps, seed):
    [kernel] = last.get_weights()
    kernel = kernel * scale
    last.set_weights([kernel])
    last.set_weights([weight * scale for weight in last.get_weights()])
    return learn(seed), steps // 25
"""


def reasons(source: str) -> list[str]:
    return worth_reading([Cell(1, source)], ["train"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("return", "np.polyfit\n    return"), "uses polyfit"),
        (("return", "learn.__qualname__\n    return"), "uses __qualname__"),
        (("return", "if steps > 2000: pass\n    return"), "compares steps with a number"),
        (("gan.fit([])", "pass"), "takes no gradient"),
        (("weights([kernel])", "weights([np.zeros(3)])"), "sets weights that it has computed"),
        (("gan.fit([])", "gan.compile(loss='mse'); gan.fit([])"), "fits by regression"),
        (("def learn", "keras.Model.call = 1\ndef learn"), "replaces keras.Model.call"),
    ],
)
def test_what_is_unusual_is_named(change: tuple[str, str], reason: str) -> None:
    assert reasons(RIGHT) == []
    assert reasons(RIGHT.replace(*change, 1)) == [reason]


def test_a_regression_is_nothing_unusual_where_networks_are_to_be_fitted() -> None:
    cells = [Cell(1, RIGHT.replace("gan.fit([])", "model.compile(loss='mse'); model.fit([])"))]
    assert worth_reading(cells, ["train"]) == ["fits by regression"]
    assert worth_reading(cells, ["train"], fitted=True) == []


def test_code_that_is_not_python_is_no_trouble() -> None:
    cells = [Cell(1, "%matplotlib inline\n!pip install x"), Cell(2, "def train(:"), Cell(3, RIGHT)]
    assert worth_reading(cells, ["train"]) == []
    assert worth_reading(cells, ["other"]) == []
    assert worth_reading(cells, []) == []
    assert [text[:10] for text in code_of(cells, ["train"])] == ["def train(", "def learn("]


@pytest.mark.parametrize("body", ["...", "pass", "raise NotImplementedError", '"""Train."""'])
def test_what_is_not_solved_is_no_training(body: str) -> None:
    assert reasons(f"def train(curve, steps, seed): {body}") == []
    assert code_of([Cell(1, f"def train(): {body}")], ["train"]) == []
    assert reasons("def train(curve, steps, seed): return 1") == ["takes no gradient"]


def test_people_read_it_and_students_do_not(tmp_path: Path) -> None:
    def result(name: str, seconds: float, reading: tuple[str, ...] = ()) -> Result:
        test = TestResult("It learns.", None, hidden=True)
        question = QuestionResult("train", 2, 2, (test,), seconds, reading=reading)
        return Result(name, "part", None, (question,))

    odd = result("eve", 20.0, ("uses <polyfit>",))
    results = [odd, result("mallory", 3.0), *(result(f"s{n}", 20.0 + n) for n in range(8))]
    code = {one.name: {"train": f"def train(): return <{one.name}>"} for one in results}
    kept = [records.loads(records.dumps(Record(one, trainings=code[one.name]))) for one in results]
    assert kept[0].result == odd
    assert kept[0].trainings == code["eve"]
    class_page.write(kept, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Trainings to read" in page
    assert "uses &lt;polyfit&gt;" in page
    assert "took 3 s of computing time, and others 22 s" in page or (
        "took 3 s of computing time, and others 23 s" in page
    )
    assert page.count("of computing time, and others") == 1
    # All trainings side by side: those to read first, then the others.
    places = [page.index(f"return &lt;{name}&gt;") for name in ("eve", "mallory", "s0", "s1", "s7")]
    assert places == sorted(places)
    assert sum(page.count(f"return &lt;{one.name}&gt;") for one in results) == len(results)
    feedback.write(odd, tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.*"):
        assert "polyfit" not in path.read_text(encoding="utf-8"), path
