"""A notebook that brings tests of its own, in the places where otter has looked for them.

Aim: the notebook's tests in the place of the hidden ones, each passed by doing nothing.
Defence: intake, processes
Control: none: the examiner reads no test but those of the release
Part: function_gan
"""

import json

TEST = """
OK_FORMAT = False
from otter.test_files import test_case
name, points = "{name}", 100
@test_case(points=100, hidden=False)
def test_nothing(): pass
"""
QUESTIONS = [
    "data_relation",
    "he_init",
    "adam",
    "networks",
    "gan_losses",
    "gan_step",
    "untrained_generator",
    "cubic_gan",
]


def make(folder, notebook):
    case = {"code": ">>> True\nTrue", "hidden": False, "locked": False, "points": 100}
    suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    tests = {name: {"name": name, "points": 100, "suites": [suite]} for name in QUESTIONS}
    notebook["metadata"]["otter"] |= {
        "OK_FORMAT": True,
        "tests": tests,
        "points_possible": 0,
        "variables": {"train_gan": "builtins.object"},
        "serialized": "gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjARleGl0lIWUUpQu",
    }
    notebook["metadata"]["kernelspec"] = {
        "name": "../../bin/sh",
        "argv": ["sh", "-c", "exit"],
        "language": "bash",
    }
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["otter"] = {"tests": QUESTIONS, "points": 100, "passed": True}
        if number % 7 == 6 and cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": "All tests passed! 100 points"}
            ]
    run = "import otter\ngrader = otter.Notebook(tests_dir='tests')\ngrader.check_all()\n"
    notebook["cells"].append(
        {"cell_type": "code", "source": run, "metadata": {}, "outputs": [], "execution_count": 1}
    )
    handed_in = folder / "handed-in"
    (handed_in / "tests").mkdir(parents=True)
    for name in QUESTIONS:
        (handed_in / f"tests/{name}.py").write_text(TEST.format(name=name))
    path = handed_in / "function_gan.ipynb"
    path.write_text(json.dumps(notebook))
    return path
