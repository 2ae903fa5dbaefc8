"""The PDF of a part's written questions: Gradescope wants one to lay out its outline.

otter chooses the cells and breaks the pages as it does in the PDF that students export, so pages of
both follow each other in the same order. A browser prints it, if there is one on this machine.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import nbconvert
from otter.export.exporters.base_exporter import TEMPLATE_DIR
from otter.export.exporters.via_html import PDFViaHTMLExporter

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
PRINT = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)
SECONDS = 120


def write(notebook: Path, path: Path) -> str:
    """Write the PDF of a notebook's written questions to ``path``; none, if it has no such one.

    Returns why that was not possible; nothing, if it was. One of an earlier release is gone.
    """
    path.unlink(missing_ok=True)
    selection = PDFViaHTMLExporter.load_notebook(str(notebook), filtering=True, pagebreaks=True)
    if not selection.cells:
        return ""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return "there is no Chromium or Chrome on this machine to print it"
    exporter = nbconvert.HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="via_html", extra_template_basedirs=[str(TEMPLATE_DIR)]
    )
    # Nothing of these pages is worth a look into the network.
    resources = {"metadata": {"name": notebook.stem}}
    exporter.mathjax_url = exporter.require_js_url = ""
    page, _ = exporter.from_notebook_node(selection, resources)
    # Not in /tmp, which a browser that comes as a snap does not see; and a browser that is killed
    # may still write while the folder is removed.
    with tempfile.TemporaryDirectory(
        prefix="printing-", dir=path.parent, ignore_cleanup_errors=True
    ) as folder:
        source, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        own = (f"--user-data-dir={folder}/browser", f"--print-to-pdf={pdf}")
        try:
            subprocess.run(
                [browser, *PRINT, *own, source.as_uri()],
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"{Path(browser).name} did not print it within {SECONDS} s"
        if not pdf.exists():
            return f"{Path(browser).name} could not print it"
        shutil.copyfile(pdf, path)
    return ""
