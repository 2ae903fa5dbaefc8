"""Zips that are small and unpack to gigabytes: one member, a notebook, a zip in a zip, other methods.

Aim: a grader out of memory or disk.
Defence: intake
Control: none: it would take all memory
Part: function_gan
"""

import json
import struct
import zipfile
import zlib

GIGABYTE = 1 << 30


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    blank = b" " * (1 << 24)

    with zipfile.ZipFile(
        handed_in / "member.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1
    ) as archive:
        with archive.open("function_gan.ipynb", "w", force_zip64=True) as member:
            member.write(json.dumps(notebook).encode()[:-1])
            for _ in range(2 * GIGABYTE // len(blank)):
                member.write(blank)
            member.write(b"}")
    with zipfile.ZipFile(handed_in / "nested.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(handed_in / "member.zip", "inner.zip")
        archive.write(handed_in / "member.zip", "other/inner.zip")
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        with zipfile.ZipFile(handed_in / f"{name}.zip", "w", method) as archive:
            archive.writestr("function_gan.ipynb", bytes(200 << 20))
    with zipfile.ZipFile(handed_in / "lying.zip", "w") as archive:
        info = zipfile.ZipInfo("function_gan.ipynb")
        archive.writestr(info, zlib.compress(bytes(200 << 20), 9)[2:-4])
    # Its directory says that it is deflated, and a hundred bytes large.
    data = bytearray((handed_in / "lying.zip").read_bytes())
    for start in (0, data.index(b"PK\1\2") + 2):
        struct.pack_into("<H", data, start + 8, zipfile.ZIP_DEFLATED)
        struct.pack_into("<L", data, start + 22, 100)
    (handed_in / "lying.zip").write_bytes(data)
    return handed_in
