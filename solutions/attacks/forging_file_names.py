"""Submissions whose names carry terminal codes, HTML, formulas, directions of writing, and paths.

Aim: results under another student's name, codes that run in a terminal, a page or a spreadsheet.
Defence: intake, report
Control: none: the names of folders are made anew from letters, digits and a few signs
Part: function_gan
"""

import contextlib
import json
import warnings
import zipfile

NAMES = [
    "\x1b]0;owned\x07\x1b[2J\x1b[31m.ipynb",
    "<script>alert(1)<|script>.ipynb",
    '"><img src=x onerror=alert(1)>.ipynb',
    "=HYPERLINK(evil).ipynb",
    "+1+cmd|' |C calc'!A0.ipynb",
    "@SUM(1).ipynb",
    "\u202egnp.ipynb",
    "\u2066honest\u2069.ipynb",
    "a\u0301\u0301\u0301\u0301.ipynb",
    "grades.csv.ipynb",
    "results.json.ipynb",
    "..ipynb.ipynb",
    "...ipynb",
    "-rf.ipynb",
    "--help.ipynb",
    "honest.ipynb",
    "HONEST.ipynb",
    "ｈonest.ipynb",
    "new\nline,graded,100.ipynb",
    "tab\tname.ipynb",
    "{{ 7 * 7 }}.ipynb",
    "%s%n%x.ipynb",
    "x" * 245 + ".ipynb",
    "CON.ipynb",
    "aux.zip.ipynb",
    "\ufeff.ipynb",
    "\U000e0041.ipynb",
]


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    small = notebook | {"cells": notebook["cells"][:3]}
    text = json.dumps(small)
    for name in NAMES:
        with contextlib.suppress(OSError):
            (handed_in / name).write_text(text)
    with contextlib.suppress(OSError):
        (handed_in.__class__(str(handed_in), "\udcff\udcfe.ipynb")).write_text(text)  # not UTF-8
    with zipfile.ZipFile(handed_in / "all.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that names come twice
        for name in [*NAMES, *NAMES[:3], "a/" * 2000 + "deep.ipynb"]:
            archive.writestr(zipfile.ZipInfo(name), text)
    return handed_in
