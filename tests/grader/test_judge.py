"""Tests are carried out by a process of their own: what they may take, and whose fault is what."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.grading import judge
from gangrade.grading.examiner import grade
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Limits
from gangrade.results.failure import Why
from gangrade.results.problems import Broken
from gangrade.results.result import Result

LIMITS = Limits(cell=5, total=60)
RIGHT = 'def test_hidden_{0}({0}):\n    """It is one."""\n    assert {0}() == 1\n'
SUBMISSION = Submission(
    "student", (Cell(1, "def before(): return 1\ndef f(): return 1\ndef after(): return 1"),)
)
Run = Callable[..., Result]


@pytest.fixture
def run(make_part: MakePart, warm: WarmParent) -> Run:
    """Grade a submission on three questions; the test of the second has this body."""

    def graded(
        body: str, submission: Submission = SUBMISSION, *, more: str = "", apart: bool = False
    ) -> Result:
        lines = "\n    ".join(body.splitlines())
        middle = f'def test_hidden_f(f):\n    """It is judged."""\n    {lines}\n{more}'
        tests = {"before": RIGHT.format("before"), "f": middle, "after": RIGHT.format("after")}
        return grade(submission, make_part(tests), warm, LIMITS, apart=apart)

    return graded


def marks(result: Result) -> list[float]:
    return [question.score for question in result.questions]


def test_a_test_that_needs_too_much_memory_fails_alone(run: Run) -> None:
    result = run("value = np.ones(f() * 10**9)\nassert value.any()")
    assert marks(result) == [2, 0, 2]
    [found] = result.questions[1].tests
    assert found.failure and (found.failure.why, found.failure.type) == (Why.TOO_LARGE, "memory")
    assert found.message.startswith("To judge what f gave, the test would need too much memory.")


@pytest.mark.parametrize(
    ("value", "body", "told"),
    [
        ("'one'", "f() + 1", "(TypeError): a text of 3 letters."),
        ("None", "f()[0]", "(TypeError): None."),
        ("np.ones(3)", "assert f() == 1", "(ValueError): an array of shape (3,) and type float64."),
        (
            "[1, 'a'][n % 2]",
            "import gankit\nsum(gankit.probes.draws(f, [[0], [2], [1]], 1))",
            "(TypeError): a number; a text of 1 letter.",
        ),
        ("1", "f()\nassert {}['a']", "(KeyError): a number."),
        ("1", "assert {}['a']", "has an unexpected form (KeyError)."),
    ],
)
def test_what_a_test_cannot_deal_with_is_told_by_its_looks(
    run: Run, value: str, body: str, told: str
) -> None:
    """As the student's function gave it, not as a probe has packed it."""
    code = (
        f"import numpy as np\ndef f(n=0, rng=None): return {value}\n"
        "def before(): return 1\ndef after(): return 1"
    )
    result = run(body, Submission("student", (Cell(1, code),)))
    assert marks(result) == [2, 0, 2]
    [found] = result.questions[1].tests
    assert told in found.message


def test_a_test_that_takes_too_long_fails_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "SECONDS", 1)
    result = run(
        "value = f()\nwhile True: value += 1", more=RIGHT.format("f").replace("_f(", "_g(")
    )
    assert marks(result) == [2, 0, 2]
    found = result.questions[1].tests[0]
    assert found.failure and (found.failure.why, found.failure.type) == (Why.TOO_LARGE, "time")
    assert "f gave, the test would need too much time." in found.message
    assert [test.passed for test in result.questions[1].tests[1:]] == [True]


def test_what_a_test_takes_is_not_the_next_one_s(run: Run) -> None:
    """Each may take its share of memory anew."""
    body = f"here = np.ones({judge.MEMORY * 3 // 4}, np.uint8)\nassert here[0] == f()"
    more = body.replace("\n", "\n    ")
    result = run(body, more=f'def test_hidden_again(f):\n    """Again."""\n    {more}\n')
    assert marks(result) == [2, 2, 2]


def test_a_process_that_is_killed_is_our_failure(run: Run) -> None:
    with pytest.raises(Broken, match="carries out tests has ended"):
        run(f"import os\nf()\nos.kill(os.getpid(), {int(signal.SIGKILL)})")


def test_memory_that_the_machine_lacks_is_our_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "_is_there", lambda _size: False)
    with pytest.raises(Broken, match="the machine has too little memory"):
        run("np.ones(f() * 10**9)")


def test_a_process_that_cannot_be_started_is_our_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(Broken, match="no process can be started for the tests"):
        run("assert f() == 1")


def test_where_no_process_can_be_forked_tests_are_carried_out_here(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "CAN_FORK", False)
    result = run(f"import os\nassert f() == 1 and os.getpid() == {os.getpid()}")
    assert marks(result) == [2, 2, 2]


def test_the_process_holds_nothing_of_ours_but_its_end_of_a_pipe(run: Run) -> None:
    result = run(
        "import os, stat\n"
        "f()\n"
        "numbers = [int(name) for name in os.listdir('/proc/self/fd') if int(name) > 2]\n"
        "kinds = [os.fstat(n).st_mode for n in numbers if os.path.exists(f'/proc/self/fd/{n}')]\n"
        "assert sum(map(stat.S_ISSOCK, kinds)) == 1\n"
    )
    assert marks(result) == [2, 2, 2]


def test_a_form_is_compared_before_the_test_computes(run: Run) -> None:
    """A million numbers too many are a failed test, and no memory of the test's."""
    wide = "import numpy as np\ndef before(): return 1\ndef after(): return 1\n"
    wide += "def f(): return np.zeros((1200, 1000))"
    result = run("f()\nassert False, 'it computes'", Submission("wide", (Cell(1, wide),)))
    assert marks(result) == [2, 0, 2]
    assert result.questions[1].tests[0].message == (
        "What f gave has another form than the test asked for: it should be something with at most "
        "1,000,000 numbers, but it is an array of 1,200,000 numbers in all."
    )


# --- what public tests can tell of hidden ones ----------------------------------------------------

COUNTING = """
import os
calls = 0
def told():
    open("count", "a").write("x")
    global calls
    calls += 1
    raise ValueError(f"asked {calls} times, {os.path.getsize('count')} before and now")
def before(): told()
def f(): told()
def after(): return os.getpid()
"""
PUBLIC = 'def test_{0}({0}):\n    """It is one."""\n    assert {0}() == 1\n'


@pytest.mark.parametrize("apart", [False, True])
def test_public_tests_come_before_hidden_ones(
    make_part: MakePart, warm: WarmParent, apart: bool
) -> None:
    number = 'def test_{0}(after):\n    """Its process."""\n    verdicts.note({0}=after())\n'
    tests = {name: RIGHT.format(name) + PUBLIC.format(name) for name in ("before", "f")}
    tests["after"] = number.format("hidden_number") + number.format("number")
    result = grade(
        Submission("counting", (Cell(1, COUNTING),)), make_part(tests), warm, LIMITS, apart=apart
    )
    said = [test.message for question in result.questions for test in question.tests]
    asked = [message for message in said if "asked" in message]
    assert [message.split(": ", 1)[1][:22] for message in asked] == [
        "asked 1 times, 1 befor",
        "asked 2 times, 2 befor",
    ]
    assert "before stopped with ValueError." in said  # the hidden one's words are kept back
    values = result.questions[2].values
    assert (values["hidden_number"] != values["number"]) == apart


def test_with_a_fresh_candidate_nothing_is_left_in_its_folder(
    make_part: MakePart, warm: WarmParent
) -> None:
    keeps = "import os\ndef f():\n    there = os.path.exists('left')\n    open('left', 'w')\n"
    keeps += "    return int(there)"
    test = 'def test_{0}(f):\n    """It is zero."""\n    assert f() == 0\n'
    autograder = make_part({"f": test.format("hidden_left") + test.format("left")})
    for apart in (True, False):
        submission = Submission("keeping", (Cell(1, keeps),))
        result = grade(submission, autograder, warm, LIMITS, apart=apart)
        assert result.questions[0].tests[1].passed
        assert result.questions[0].tests[0].passed == apart


def test_words_are_kept_back_in_hidden_tests_unless_one_opens_them(
    make_part: MakePart, warm: WarmParent
) -> None:
    plain = "f()"
    opened = "with verdicts.opened():\n        f()"
    body = 'def test_{0}(f):\n    """It runs."""\n    {1}\n'
    bodies = [("public", plain), ("hidden_kept", plain), ("hidden_opened", opened)]
    autograder = make_part({"f": "".join(body.format(*pair) for pair in bodies)})
    for code, words in [
        ("raise ValueError('psst')", "psst"),
        ("return {1, 2}", "an object of type set"),
        ("raise type('Psst', (Exception,), {})", "Psst"),
    ]:
        submission = Submission("telling", (Cell(1, f"def f():\n    {code}"),))
        said = [t.message for t in grade(submission, autograder, warm, LIMITS).questions[0].tests]
        assert [words in message for message in said] == [True, False, True], said


def test_public_tests_have_their_share_of_the_time(make_part: MakePart, warm: WarmParent) -> None:
    """A function that never ends leaves the hidden tests of other questions theirs."""
    slow = RIGHT.format("f") + PUBLIC.format("f")
    autograder = make_part({"f": slow}, {"f": {"seconds": 6}})
    submission = Submission("endless", (Cell(1, "def f():\n    while True: pass"),))
    [found] = grade(submission, autograder, warm, LIMITS).questions
    assert "did not end within 3 s" in found.tests[-1].message
    assert found.tests[0].failure and found.tests[0].failure.why is Why.NOT_RUN
