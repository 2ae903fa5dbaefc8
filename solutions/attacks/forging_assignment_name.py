"""Notebooks that claim to be of another part, or of none, in every type that JSON has.

Aim: to be graded by other tests, or a message that carries codes into a terminal or a page.
Defence: intake, report
Control: none: the part is the release's, and the name is only compared with it
Part: function_gan
"""

import copy
import json

NAMES = {
    "other": "image_gan",
    "path": "../../function_gan",
    "html": "<script>alert(1)</script>",
    "terminal": "\x1b]0;title\x07\x1b[2Jfunction_gan",
    "bidi": "\u202enag_noitcnuf\u202c",
    "equal": "function_gan\u200b",
    "template": "{{ result.secret }}{% raw %}",
    "long": "x" * 1_000_000,
    "list": ["function_gan"],
    "dict": {"function_gan": 1},
    "number": 1e308,
    "none": None,
    "true": True,
}


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    for key, name in NAMES.items():
        changed = copy.deepcopy(notebook | {"cells": notebook["cells"][:8]})
        changed["metadata"]["otter"]["assignment_name"] = name
        (handed_in / f"{key}.ipynb").write_text(json.dumps(changed))
    for key, metadata in {
        "list": [],
        "text": "otter",
        "tests": {"otter": {"tests": [["adam"], {}]}},
    }.items():
        changed = copy.deepcopy(notebook | {"cells": notebook["cells"][:8]}) | {
            "metadata": metadata
        }
        for cell in changed["cells"]:
            cell["metadata"] = {"otter": {"tests": [["adam"], {"x": 1}, None]}}
        (handed_in / f"metadata-{key}.ipynb").write_text(json.dumps(changed))
    return handed_in
