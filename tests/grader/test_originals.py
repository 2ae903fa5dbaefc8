"""What measuring relies on is put back before each question of the grader's."""

from __future__ import annotations

import pytest
from conftest import cell
from gangrade.candidate.candidate import Candidate

ASK = {"name": "call", "function": "f", "args": {"args": [[3, 1, 2]]}}


@pytest.mark.parametrize(
    "change",
    [
        "import numpy as np\nnp.asarray = np.array = print",
        "import builtins\nbuiltins.sorted = lambda *a: 7",
        "import keras\nkeras.Layer.__call__ = keras.Model.call = print",
        "from gankit.probes import base, calls\ncalls.call.body = print\nbase.probe = print",
        "from gankit import networks\nnetworks.describe.__code__ = (lambda *a: 7).__code__",
        "import importlib, gankit.checks\nimportlib.reload(gankit.checks)",
        "%load_ext autoreload\n%autoreload 2\n%pylab inline",
    ],
)
def test_a_probe_runs_as_before_the_first_cell(candidate: Candidate, change: str) -> None:
    cell(candidate, change)
    cell(candidate, "import numpy\ndef f(values): return numpy.sort(values).tolist()")
    assert candidate.ask("probe", 30, **ASK) == [1, 2, 3]
