"""Zips with hundreds of thousands of members, of zips and of notebooks, with lying counts and sizes.

Aim: a grader that is busy listing, or that grades thousands of submissions of one student.
Defence: intake
Control: none: there is no bound to switch off
Part: function_gan
"""

import io
import struct
import zipfile


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    with zipfile.ZipFile(handed_in / "many.zip", "w") as archive:
        for number in range(200_000):
            archive.writestr(f"{number}.txt", b"")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}.ipynb", b"{}")
    with zipfile.ZipFile(handed_in / "zips.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number}.zip", inner.getvalue()[:2000])
    with zipfile.ZipFile(handed_in / "inner.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
    ends = {
        "count": (65535, 65535, 46, 0),
        "size": (1, 1, 0xFFFFFFFF, 0),
        "start": (1, 1, 46, 0xFFFFFFF0),
    }
    for name, (here, all_, size, start) in ends.items():
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, here, all_, size, start, 0)
        (handed_in / f"lying-{name}.zip").write_bytes(b"PK\3\4" + bytes(100) + end)
    return handed_in
