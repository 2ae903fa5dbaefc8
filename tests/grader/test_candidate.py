"""The boundary: what a candidate answers, how it ends, and what it cannot find inside itself."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gankit
import numpy as np
import psutil
import pytest
from conftest import SECONDS, MakePart, assert_gone, call, cell, marker
from gangrade.candidate import candidate as candidate_module
from gangrade.candidate import parent as parents
from gangrade.candidate.candidate import Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.grading.examiner import grade
from gangrade.intake.submission import Cell, Submission
from gangrade.results.failure import Place
from gangrade.results.problems import Broken, Ended, Problem, Raised, Refused
from gankit import probes

# --- cells and probes ----------------------------------------------------------------------------


def test_cells_share_one_notebook(candidate: Candidate) -> None:
    cell(candidate, "import numpy as np\nk = 3", 1)
    cell(candidate, "def times(x):\n    return np.asarray(x) * k", 2)
    result = call(candidate, "times", np.arange(3.0))
    np.testing.assert_array_equal(result, [0, 3, 6])
    assert candidate.ask("defined", 1, names=["times", "k", "missing"]) == ["times"]


def test_arguments_are_copies(candidate: Candidate) -> None:
    cell(candidate, "def spoil(a):\n    a[:] = 9\n    return a")
    given = np.zeros(3)
    assert call(candidate, "spoil", given).tolist() == [9, 9, 9]
    assert given.tolist() == [0, 0, 0]


def test_probes_give_what_they_give_in_place(candidate: Candidate) -> None:
    source = "def draw(n, curve, rng):\n    return curve(rng.uniform(size=n))"
    cell(candidate, source)
    space: dict[str, Any] = {}
    exec(source, space)
    remote = RemoteFunction("draw", lambda do, **request: candidate.ask(do, SECONDS, **request))
    curve = gankit.random_cubic(np.random.default_rng(1))
    calls = [[4, curve], [2, gankit.sine]]
    for here, there in zip(
        probes.draws(space["draw"], calls, 3), probes.draws(remote, calls, 3), strict=True
    ):
        np.testing.assert_array_equal(here, there)


def test_only_probes_of_gankit_are_run(candidate: Candidate) -> None:
    """Not what the submission calls one, in whichever module of gankit."""
    cell(
        candidate,
        "import gankit\nfrom gankit.probes.base import probe\n\n"
        "@probe(answer=lambda: None)\ndef mine(function):\n    return 1\n\n"
        "gankit.probes.mine = gankit.probes.calls.mine = gankit.mine = mine\n"
        "mine.__module__ = 'gankit.probes.calls'",
    )
    for name in ("mine", "np", "probe", "Probe", "__doc__"):
        with pytest.raises(Raised) as raised:
            candidate.ask("probe", SECONDS, name=name, function="mine", args={})
        assert raised.value.type == "KeyError"


def test_a_network_crosses_and_runs_in_a_child(candidate: Candidate, warm: WarmParent) -> None:
    cell(
        candidate,
        "import keras\ndef make(n):\n"
        "    return keras.Sequential([keras.Input((n,)), keras.layers.Dense(2, 'relu')])",
    )
    remote = RemoteFunction("make", lambda do, **request: candidate.ask(do, 30, **request))
    (network,) = probes.built(remote, [{"n": 3}], [3], 1)
    kernel, bias = network.layers[1].weights
    inputs = np.ones((4, 3), "f4")
    child = warm.fork()
    outputs = child.ask("network", 30, network=network, inputs=inputs)
    child.close()
    np.testing.assert_allclose(outputs, np.maximum(inputs @ kernel + bias, 0), rtol=1e-5)


@pytest.mark.parametrize(
    ("source", "name", "message", "place"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError", "division by zero", Place(7, 2)),
        ("def f():\n    return [][3]\n\nf()", "IndexError", "out of range", Place(7, 2)),
        ("raise ValueError('own words')", "ValueError", "own words", Place(7, 1)),
        ("a = 1\ndef f(:\n    pass", "SyntaxError", "invalid syntax", Place(7, 2)),
        ("if True:\nx = 1", "IndentationError", "expected an indented block", Place(7, 2)),
        (
            "x = 1\n\nimport no_such_module",
            "ModuleNotFoundError",
            "no_such_module",
            Place(7, 3),
        ),
        ("import sys\nsys.exit('over')", "SystemExit", "over", Place(7, 2)),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "", None),
        ("assert 1 == 2, 'no'", "AssertionError", "no", Place(7, 1)),
        ("def f(): return f()\nf()", "RecursionError", "recursion", Place(7, 1)),
        ("raise ValueError('\\ud800')", "ValueError", "\ud800", Place(7, 1)),
        ("raise ValueError('x' * 10**6)", "ValueError", "x" * 300, Place(7, 1)),
        (
            "class Odd(Exception):\n    def __str__(self): return None\nraise Odd",
            *("Odd", "", Place(7, 3)),
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_exceptions_have_type_message_and_place(
    shared: Candidate, source: str, name: str, message: str, place: Place | None
) -> None:
    with pytest.raises(Raised) as raised:
        cell(shared, source, 7)
    assert raised.value.type == name
    assert message in raised.value.message
    assert len(raised.value.message) <= 300
    assert raised.value.place == place or name == "KeyboardInterrupt"
    assert shared.alive


@pytest.fixture(scope="module")
def shared(warm: WarmParent) -> Any:
    """One candidate for tests that leave it as it was."""
    child = warm.fork()
    yield child
    child.close()


def test_exceptions_in_functions_name_the_cell(shared: Candidate) -> None:
    cell(shared, "def first(x):\n    y = 2 * x\n    return undefined + y", 4)
    cell(shared, "def second(x):\n    return first(x)", 9)
    with pytest.raises(Raised) as raised:
        call(shared, "second", 1)
    assert (raised.value.type, raised.value.place) == ("NameError", Place(4, 3))
    with pytest.raises(Raised) as raised:
        call(shared, "second", 1, 2)
    assert raised.value.type == "TypeError"
    with pytest.raises(Raised):
        call(shared, "no_such_function")


def test_what_a_probe_says_is_told_from_what_the_student_says(shared: Candidate) -> None:
    cell(shared, "def step(p, g, s):\n    return p\ndef own(p, g, s):\n    assert False, 'mine'")

    def ask(do: str, **request: Any) -> Any:
        return shared.ask(do, SECONDS, **request)

    with pytest.raises(Raised) as raised:
        probes.adam_path(RemoteFunction("step", ask), [np.ones(1)], [[np.ones(1)]], {})
    assert raised.value.kind == "wrong"
    assert "return two things" in raised.value.message
    with pytest.raises(Raised) as raised:
        probes.adam_path(RemoteFunction("own", ask), [np.ones(1)], [[np.ones(1)]], {})
    assert (raised.value.kind, raised.value.message) == ("exception", "mine")


def test_otter_checks_and_installations_do_nothing(shared: Candidate) -> None:
    cell(
        shared,
        "import otter\n"
        "grader = otter.Notebook('function_gan.ipynb', colab=True)\n"
        "grader.check('adam')\n"
        "grader.check_all()\n"
        "grader.export(pdf=False, run_tests=True)\n"
        "%pip install no-such-package\n"
        "%conda install no-such-package",
    )


def test_magics_and_shell_escapes_run(shared: Candidate) -> None:
    cell(
        shared,
        "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\n"
        "%time x = 5\n!true\nimport matplotlib.pyplot as plt",
    )
    cell(shared, "%%time\nplt.plot([1, 2])\nplt.show()\nwith_magics = lambda: x")
    assert call(shared, "with_magics") == 5


def test_output_goes_nowhere(shared: Candidate) -> None:
    cell(
        shared,
        "import os, sys\nfor _ in range(100):\n    print('x' * 100_000)\n"
        "    print('x' * 100_000, file=sys.stderr)\n    os.write(1, b'x' * 100_000)\n'x' * 10**7",
    )
    cell(shared, "alive = lambda: 1")
    assert call(shared, "alive") == 1


def test_input_has_nothing_to_give(shared: Candidate) -> None:
    with pytest.raises(Raised) as raised:
        cell(shared, "name = input('Your name? ')")
    assert raised.value.type in {"EOFError", "StdinNotImplementedError"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return object()", "type object"),
        ("return {1, 2}", "type set"),
        ("return lambda: 1", "type function"),
        ("return {1: 2}", "key that is not a text"),
        ("import numpy as np; return np.array([object()])", "not numbers"),
        ("import numpy as np; return np.zeros(125_000_000)", "too large: 1000 MB"),
        ("return 'x' * 20_000_000", "too large: 20 MB"),
        ("x = []; [x := [x] for _ in range(50)]; return x", "levels deep"),
        ("x = []; x.append(x); return x", "levels deep"),
        ("return 10 ** 100", "63 bits"),
        ("return list(range(1_100_000))", "items"),
    ],
    ids=lambda value: value[:30],
)
def test_what_cannot_cross_is_refused(warm: WarmParent, body: str, reason: str) -> None:
    child = warm.fork()
    cell(child, f"def f():\n    {body}\ndef g():\n    return 1")
    with pytest.raises(Refused) as refusal:
        call(child, "f")
    assert reason in str(refusal.value)
    if child.alive:  # nothing else is lost
        assert call(child, "g") == 1
    child.close()


# --- ends ----------------------------------------------------------------------------------------


LOOPS = {
    "plain": "while True: pass",
    "that catches all": """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "in a thread": """
import threading
def loop():
    while True: pass
thread = threading.Thread(target=loop)
thread.start()
thread.join()
""",
}


@pytest.mark.parametrize("name", LOOPS)
def test_endless_loops_end_at_the_deadline(candidate: Candidate, name: str) -> None:
    with pytest.raises(Ended, match="within 1 s of computing time"):
        cell(candidate, LOOPS[name], seconds=1)
    assert_gone(candidate)


def test_an_endless_loop_in_a_function_ends_at_the_deadline(candidate: Candidate) -> None:
    cell(candidate, "def loop():\n    while True:\n        pass")
    with pytest.raises(Ended, match="within 1 s of computing time") as ended:
        call(candidate, "loop", seconds=1)
    assert ended.value.function == "loop"
    assert_gone(candidate)


def test_sleeping_forever_ends_by_the_wall_clock(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell(candidate, "import time\ndef rest(): time.sleep(1)\ndef sleep(): time.sleep(10**6)")
    call(candidate, "rest", seconds=0.1)  # a second of rest is no computing time
    monkeypatch.setattr(candidate_module, "WALL_SECONDS", 0.5)
    with pytest.raises(Ended, match="did not end within"):
        call(candidate, "sleep", seconds=0.1)
    assert_gone(candidate)


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.closerange(3, 1000)",
        "import threading, os, time\nthreading.Timer(0.1, os._exit, [0]).start(); time.sleep(60)",
    ],
)
def test_ending_the_process_is_told(candidate: Candidate, source: str) -> None:
    with pytest.raises(Ended, match="ended the process"):
        cell(candidate, source)
    assert_gone(candidate)


def test_its_folder_is_its_own_and_goes_with_it(warm: WarmParent) -> None:
    first, second = warm.fork(), warm.fork()
    source = "import glob\nopen('mine.txt', 'w').write('x')\nlisting = lambda: glob.glob('*')"
    for child in (first, second):
        cell(child, source)
        assert call(child, "listing") == ["mine.txt"]
    first.close()
    assert_gone(first)
    assert call(second, "listing") == ["mine.txt"]
    second.close()


def test_candidates_know_nothing_of_each_other(warm: WarmParent) -> None:
    first = warm.fork()
    cell(first, "import builtins, gankit\nbuiltins.left = gankit.left = 1")
    first.close()
    second = warm.fork()
    cell(second, "import builtins, gankit\nfound = lambda: hasattr(builtins, 'left')")
    assert call(second, "found") is False
    second.close()


# --- forged answers ------------------------------------------------------------------------------

FORGE = """
import os, stat, json, struct
def connection():
    for number in os.listdir('/proc/self/fd'):
        try:
            if stat.S_ISSOCK(os.fstat(int(number)).st_mode):
                return int(number)
        except OSError:
            pass
def frame(text, arrays=b''):
    text = text if isinstance(text, bytes) else json.dumps(text).encode()
    return struct.pack('!QQ', len(text), len(arrays)) + text + arrays
"""


@pytest.mark.parametrize(
    "data",
    [
        "b'garbage' * 10",
        "b'\\xff' * 64",
        "b''.join(bytes([n]) for n in range(256)) * 100",
        "struct.pack('!QQ', 2**40, 0)",
        "struct.pack('!QQ', 0, 2**63)",
        "frame(b'')",
        "frame(b'not JSON')",
        "frame(b'\\x80\\x04N.')",
        "frame(b'[' * 100_000)",
        "frame({'unknown': 1})",
        "frame({'array': 'object', 'shape': [1]}, bytes(8))",
        "frame({'dict': [['value', {'network': [{'kind': 'Lambda'}]}]]})",
        "frame([])",
        "frame(None)",
        "frame({'dict': []})",
        "frame({'dict': [['value', 1], ['error', 2]]})",
        "frame({'dict': [['error', None]]})",
        "frame({'dict': [['error', [1]]]})",
    ],
)
def test_forged_bytes_are_refused(candidate: Candidate, data: str) -> None:
    cell(candidate, f"{FORGE}\ndef forge():\n    os.write(connection(), {data})\n    return 1")
    with pytest.raises(Problem) as problem:
        call(candidate, "forge")
    assert isinstance(problem.value, (Refused, Ended))
    assert str(problem.value)


def test_forged_answers_are_data(candidate: Candidate) -> None:
    """Whoever answers early only speaks for the own function; errors are texts, and short."""
    cell(
        candidate,
        FORGE + "def early():\n    os.write(connection(), frame({'dict': [['value', 42]]}))\n"
        "    os._exit(0)\n",
    )
    assert call(candidate, "early") == 42
    with pytest.raises(Ended):
        call(candidate, "early")


@pytest.mark.parametrize("place", ["'cell 4'", "[4, 'x']", "[-1, 10**9]", "[4]"])
def test_forged_errors_are_texts(candidate: Candidate, place: str) -> None:
    cell(
        candidate,
        FORGE + "def forge():\n"
        "    error = {'dict': [['message', 'm' * 10**6], ['type', [1, 2]], ['kind', 7]]}\n"
        f"    error['dict'].append(['place', {place}])\n"
        "    os.write(connection(), frame({'dict': [['error', error]]}))\n",
    )
    with pytest.raises(Raised) as raised:
        call(candidate, "forge")
    assert (raised.value.kind, raised.value.type, raised.value.place) == ("7", "[1, 2]", None)
    assert len(raised.value.message) <= 300


def test_a_candidate_that_does_not_read_does_not_hold_up(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gangrade.candidate.candidate.SEND_SECONDS", 1.0)
    cell(
        candidate,
        FORGE + "import time\ndef deaf(*args):\n"
        "    os.write(connection(), frame({'dict': [['value', 1]]}))\n    time.sleep(1000)\n",
    )
    candidate._connection.settimeout(0.5)
    assert call(candidate, "deaf") == 1
    with pytest.raises(Ended, match="did not take its next request"):
        call(candidate, "deaf", np.zeros(10**6))
    assert_gone(candidate)


def test_student_code_cannot_reach_the_warm_parent_s_socket(shared: Candidate) -> None:
    """Of descriptors there are the null device and one socket."""
    cell(
        shared,
        "import os\ndef descriptors():\n    found = []\n"
        "    for number in os.listdir('/proc/self/fd'):\n"
        "        try: found.append(os.readlink('/proc/self/fd/' + number))\n"
        "        except FileNotFoundError: pass\n"
        "    return found",
    )
    found = call(shared, "descriptors")
    assert {name.split(":")[0] for name in found} == {"/dev/null", "socket"}
    assert sum(name.startswith("socket:") for name in found) == 1


# --- nothing of ours is inside -------------------------------------------------------------------

SCAN = r"""
import os, re, secrets, sys
# The pattern does not match itself, nor do the pieces of the control marker.
PATTERN = re.compile(rb'gkm_[a-z]+_[0-9a-f]{32}')
control = '_'.join(['gkm', 'control', secrets.token_hex(16)])

def texts(data):
    return sorted({match.decode() for match in PATTERN.findall(data)})

def scan():
    found, size = set(), 0
    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
        for line in maps:
            where, flags = line.split()[:2]
            start, end = (int(x, 16) for x in where.split('-'))
            if flags[0] != 'r' or '[v' in line:
                continue
            rest = b''
            for position in range(start, end, 1 << 24):
                try:
                    memory.seek(position)
                    part = memory.read(min(1 << 24, end - position))
                except OSError:
                    break
                size += len(part)
                found.update(texts(rest + part))
                rest = part[-64:]
    return {'found': sorted(found), 'size': size}

def surroundings():
    seen = {name: open('/proc/self/' + name, 'rb').read() for name in ('environ', 'cmdline')}
    seen['os.environ'] = repr(dict(os.environ)).encode()
    seen['sys'] = repr([sys.argv, sys.orig_argv, sys.path, os.getcwd()]).encode()
    links = []
    for number in os.listdir('/proc/self/fd'):
        try:
            links.append(os.readlink('/proc/self/fd/' + number))
        except FileNotFoundError:
            pass
    seen['descriptors'] = repr(links).encode()
    files = [os.path.join(*where, n) for *where, _, names in os.walk('.') for n in names]
    seen['files'] = b''.join(name.encode() + open(name, 'rb').read() for name in files)
    names = [item.split(b'=')[0].decode() for item in seen['environ'].split(b'\0') if item]
    return {'found': texts(b' '.join(seen.values())), 'descriptors': links, 'environ': names,
            'cmdline': seen['cmdline'].decode(), 'files': files, 'control': control}
"""


@pytest.mark.slow
def test_nothing_of_ours_is_inside(make_part: MakePart, inherited: list[str]) -> None:
    """Student code searches itself while hidden tests run, and finds nothing but its own.

    As the grader's own user: another one may not even open the files in /proc that it searches.
    """
    test, constant, secret, threshold = map(marker, ("test", "constant", "secret", "threshold"))
    autograder = make_part(
        {
            "search": f'''
def test_hidden_search(scan, surroundings):
    """Looks around. {test}"""
    # {constant}
    decided = draws.calibration("search")
    secret = draws.current().secret
    assert decided["threshold"] and secret and "{constant}", "{test}"
    around = probes.call(surroundings, [])
    memory = probes.call(scan, [])
    verdicts.note(around=around, memory=memory)
'''
        },
        settings={"search": {"seconds": 60}},
        secret=secret,
        calibration={"search": {"threshold": threshold}},
    )
    with WarmParent(["user"]) as warm:
        result = grade(Submission("searcher", (Cell(1, SCAN),)), autograder, warm)
    (question,) = result.questions
    assert question.tests[0].passed, question.tests[0].message
    memory, around = question.values["memory"], question.values["around"]

    ours = {test, constant, secret, threshold, *inherited}
    assert memory["size"] > 10**8  # TensorFlow alone is larger
    assert memory["found"] == [around["control"]]  # so a marker in there would have been found
    assert not ours & set(memory["found"] + around["found"])

    assert around["found"] == []
    assert [name for name in around["files"] if not name.startswith("./.ipython/")] == []
    names = [name.split(":")[0] for name in around["descriptors"]]
    assert set(names) == {"/dev/null", "socket"}
    assert names.count("socket") == 1
    assert set(around["environ"]) - {"PWD"} == set(parents._environment(Path()))
    python, *rest = around["cmdline"].rstrip("\0").split("\0")
    assert "python" in python
    assert rest[:-1] == ["-s", "-P", "-m", "gangrade.inside.warm"]
    assert rest[-1].isdigit()


# --- the warm parent -----------------------------------------------------------------------------


def test_a_program_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with WarmParent() as parent, pytest.raises(Broken, match="did not start"):
        parent.wait()


@pytest.mark.slow
def test_all_candidates_end_with_the_warm_parent() -> None:
    with WarmParent() as parent:
        candidates = [parent.fork(), parent.fork()]
        cell(candidates[0], "1")
    gone, alive = psutil.wait_procs([child.process for child in candidates], timeout=10)
    assert len(gone) == 2 and not alive
    assert not parent.scratch.exists()
    for child in candidates:
        child.close()


@pytest.mark.slow
def test_candidates_can_be_started_by_several_threads_at_once() -> None:
    with WarmParent() as parent, ThreadPoolExecutor(4) as pool:

        def start(_: int) -> bool:
            parent.wait()
            child = parent.fork()
            cell(child, "x = 1")
            child.close()
            return True

        assert all(pool.map(start, range(8)))
