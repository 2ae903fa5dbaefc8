"""Zips that are encrypted, cut, have other compression, wrong sums, or are something else.

Aim: an examiner that stops with an error, and with it the marks of all that come after.
Defence: intake
Control: none: each is one more way for the library to fail
Part: function_gan
"""

import io
import json
import zipfile


def make(folder, notebook):
    handed_in = folder / "handed-in"
    handed_in.mkdir()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("function_gan.ipynb", json.dumps(notebook))
    whole = buffer.getvalue()
    start = whole.index(b"PK\1\2")

    def changed(position, value):
        data = bytearray(whole)
        for part in (position, start + position + 2):
            data[part : part + len(value)] = value
        return bytes(data)

    files = {
        "encrypted": changed(6, b"\1\0"),
        "strong": changed(6, b"\x41\x20"),
        "method": changed(8, b"\x63\0"),
        "deflate64": changed(8, b"\x09\0"),
        "sum": changed(14, b"\0\0\0\0"),
        "size": changed(22, b"\1\0\0\0"),
        "cut": whole[: len(whole) // 2],
        "tail": whole[len(whole) // 2 :],
        "spanned": whole.replace(b"PK\5\6\0\0\0\0", b"PK\5\6\7\0\7\0"),
        "comment": whole[:-2] + b"\xff\xff" + b"PK\5\6" * 16383,
        "empty": b"",
        "only-end": b"PK\5\6" + bytes(18),
        "no-name": whole.replace(b"function_gan.ipynb", b"\0" * 18),
        "not-utf8": changed(6, b"\0\x08").replace(
            b"function_gan.ipynb", b"\xff\xfe\xfdction_gan.ipynb"
        ),
        "gzip": b"\x1f\x8b\x08" + bytes(100),
        "tar": b"a.ipynb" + bytes(250) + b"ustar\x0000" + bytes(300),
        "notebook": json.dumps(notebook).encode(),
    }
    for name, data in files.items():
        (handed_in / f"{name}.zip").write_bytes(data)
    return handed_in
