"""Run hidden tests in the notebook's own process, as stock otter does: for controls of attacks.

``controls.py`` has a candidate that holds one attack run this source, to see that the attack would
work where tests and student code are not kept apart.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gangrade.verdicts.draws import Grading, in_force
from IPython.utils.capture import capture_output
from otter.test_files.exception_test import ExceptionTestFile


def run(
    space: dict[str, Any],
    files: dict[str, str],
    points: dict[str, float],
    calibration: dict[str, str],
) -> dict[str, Any]:
    """Run otter's test ``files`` on the notebook's names ``space``, all by question.

    Returns the ``marks`` of each question, and as ``said`` all that a student would be shown, but
    for the one line of each failing test that otter itself quotes.
    """
    marks, said = {}, []
    for name, text in calibration.items():
        Path(f"{name}.json").write_text(text, encoding="utf-8")
    surroundings = Grading(calibration=Path.cwd())
    for name, source in files.items():
        with capture_output() as captured, in_force(surroundings):
            tests = ExceptionTestFile.from_string(source, f"tests/{name}.py")
            tests.run(space)
        passed = all(result.passed for result in tests.test_case_results)
        marks[name] = points[name] if passed else 0.0
        messages = [result.message or "" for result in tests.test_case_results]
        said += [re.sub(r"^Error at line .*\n.*\n", "", m, flags=re.MULTILINE) for m in messages]
        said.append(captured.stdout + captured.stderr)
        said += [str(output) for output in captured.outputs]
    return {"marks": marks, "said": "\n".join(said)[:500_000]}
