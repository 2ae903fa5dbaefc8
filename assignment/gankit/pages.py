"""One block of HTML with a script: it needs no kernel and no network, and works in any frame."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

_SCRIPTS = Path(__file__).with_name("scripts")
STYLE, SHARED = "page.css", "page.js"


class Page:
    """What a notebook shows as HTML; as text, it is what the picture shows in words."""

    def __init__(self, html: str, text: str):
        """Take both forms."""
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """Return the words."""
        return self.text


class Binary:
    """Arrays one after another, for a script to read."""

    TYPES: Mapping[str, str] = {"uint8": "u8", "uint16": "u16", "int8": "i8", "float32": "f32"}

    def __init__(self) -> None:
        """Begin with nothing."""
        self.bytes = bytearray()

    def add(self, array: NDArray[Any]) -> dict[str, Any]:
        """Add an array and return where it is."""
        self.bytes += b"\0" * (-len(self.bytes) % 4)
        about = {
            "type": self.TYPES[array.dtype.name],
            "offset": len(self.bytes),
            "shape": list(array.shape),
        }
        self.bytes += np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
        return about


def page(
    script: str, data: Mapping[str, Any], *, binary: bytes = b"", still: Figure, text: str
) -> Page:
    """Return a block whose script is called with ``data`` and ``binary``.

    ``still`` stands there where scripts do not run, and ``text`` says what there is to see, one
    paragraph a line.
    """
    values = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    packed = base64.b64encode(binary).decode()
    code = "\n".join((_SCRIPTS / name).read_text("utf-8") for name in (SHARED, script))
    style = (_SCRIPTS / STYLE).read_text("utf-8")
    name = hashlib.sha256(f"{values}{packed}".encode()).hexdigest()[:12]
    words = html.escape(text)
    paragraphs = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    block = f"""<div class="gankit" data-gankit="{name}" data-lm-suppress-shortcuts="true">
<style>{style}</style>
<img alt="{words}" src="data:image/png;base64,{base64.b64encode(png(still)).decode()}">
<div class="stage" role="group" aria-label="{words}"></div>
<details><summary>In words</summary>{paragraphs}</details>
<script>(() => {{
"use strict";
{code}
const root = document.querySelector('[data-gankit="{name}"]:not([data-ready])');
if (!root) return;
root.dataset.ready = "yes";
root.querySelector("img").remove();
const packed = atob("{packed}"), bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0));
start(root.querySelector(".stage"), {values}, bytes);
}})();</script></div>"""
    return Page(block, text)


def png(figure: Figure) -> bytes:
    """Return a figure as a small picture, of 64 colours; no notebook shows it a second time."""
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(70)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    picture = Image.fromarray(pixels[..., :3]).quantize(64)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
