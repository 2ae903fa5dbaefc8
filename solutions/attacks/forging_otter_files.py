"""A zip with a tests folder, logs and settings of otter, modules of the grader's names, and results.

Aim: a grader that imports, unpickles or obeys what lies beside the notebook.
Defence: intake, processes
Control: none: only the notebook is read from a zip
Part: function_gan
"""

import json
import zipfile

CODE = "import pathlib\npathlib.Path('{arena}/attack-imported').write_text('x')\n"
SETTINGS = {
    "points_possible": 0,
    "threshold": 0.0,
    "show_stdout": True,
    "token": "x",
    "plugins": ["attack"],
}
MODULES = [
    "sitecustomize",
    "usercustomize",
    "conftest",
    "gankit/__init__",
    "gangrade/__init__",
    "numpy",
    "otter",
]
MODULES += [
    "tests/data_relation",
    "tests/__init__",
    "setup",
    "__main__",
    "json",
    "__pycache__/json.cpython-311",
]


def make(folder, notebook):
    path = folder / "attack.zip"
    code = CODE.format(arena=ARENA)
    files = {f"{name}.py": code for name in MODULES}
    files |= {
        "otter_config.json": json.dumps(SETTINGS),
        "submission_metadata.json": '{"users": [{"id": 1}]}',
    }
    files |= {
        ".OTTER_LOG": "gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjARleGl0lIWUUpQu",
        "part.json": '{"questions": []}',
    }
    files |= {
        "results.json": '{"score": 100}',
        "results/results.json": '{"score": 100}',
        "secret.txt": "0",
    }
    files |= {
        "calibration/cubic_gan.json": '{"attempts": 0}',
        "tests/data_relation.ok": "test = {}",
        "a.pth": "import os",
    }
    files |= {
        "run_autograder": "#!/bin/sh\ntouch attack-run\n",
        "requirements.txt": "attack @ file:///tmp\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("function_gan.ipynb", json.dumps(notebook))
    return path
