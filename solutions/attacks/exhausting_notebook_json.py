"""Notebooks that are large or deep: a million cells, nested lists, long numbers, 300 MB, one line of code.

Aim: a grader out of memory, or that parses for minutes.
Defence: intake
Control: none: it would take all memory
Part: function_gan
"""

import json


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    start = notebook["cells"][:8]

    def write(name, cells=(), **changes):
        changed = {**notebook, "cells": [*start, *cells], **changes}
        (handed_in / f"{name}.ipynb").write_text(json.dumps(changed))

    def code(source, **more):
        return {
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        } | more

    write("cells", [{"cell_type": "code"}] * 1_000_000)
    write("code-cells", [code("x = 1")] * 2000)
    write("long-line", [code("x = [" + "1," * 500_000 + "]")])
    write(
        "deep-code",
        [code("x = " + "(" * 100_000 + ")" * 100_000), code("x = " + "-" * 300_000 + "1")],
    )
    write("many-strings", [code(["x\n"] * 2_000_000)])
    write(
        "not-cells", [None, 1, "x", [], {}, {"cell_type": []}, {"cell_type": "code", "source": {}}]
    )
    for name, value in {
        "text": "cells",
        "number": 5,
        "dict": {"0": code("1")},
        "none": None,
    }.items():
        (handed_in / f"cells-{name}.ipynb").write_text(json.dumps({**notebook, "cells": value}))
    write(
        "kinds",
        [
            code(None),
            code(5),
            code(["x", 5]),
            code("x", metadata=5),
            code("x", metadata={"tags": 5}),
        ],
    )
    write(
        "worksheets",
        worksheets=[{"cells": [code("x", input=["y"], prompt_number=1 << 70)] * 1000}],
        nbformat=3,
    )
    write("old", worksheets={"cells": 5}, nbformat="3")
    text = json.dumps({**notebook, "cells": start})
    deep = {
        "lists": "[" * 5_000_000,
        "closed": "[" * 900_000 + "]" * 900_000,
        "dicts": '{"a":' * 1_000_000,
    }
    for name, value in deep.items():
        (handed_in / f"deep-{name}.ipynb").write_text(text[:-1] + ', "deep": ' + value + "}")
    (handed_in / "number.ipynb").write_text(text[:-1] + ', "nbformat": ' + "9" * 10_000_000 + "}")
    (handed_in / "float.ipynb").write_text(text[:-1] + ', "x": 1' + "0" * 5_000_000 + "e999999999}")
    (handed_in / "keys.ipynb").write_text(text[:-1] + ', "cells": []' * 1_000_000 + "}")
    (handed_in / "surrogate.ipynb").write_text(
        text.replace("import", "\\ud800\\udfff\\ud800import")
    )
    (handed_in / "utf16.ipynb").write_bytes(text.encode("utf-16"))
    with (handed_in / "large.ipynb").open("w") as file:
        file.write(text[:-1] + ', "x": "')
        for _ in range(300):
            file.write("x" * (1 << 20))
        file.write('"}')
    return handed_in
