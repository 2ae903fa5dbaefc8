"""Make docs/feedback.png from a page that `make demo` has left; needs Chromium."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from conftest import BROWSER
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "build/demo/ada/feedback.html"
QUESTION = "cubic_gan"
WIDTH, SCALE, COLOURS = 1360, 1.2, 96
STYLE = f"""
body {{ display: grid; grid-template-columns: 30rem 1fr; grid-template-rows: auto 1fr;
  gap: 0 1.2rem; align-items: start; max-width: none; padding: 1rem; }}
main {{ display: contents; }}
main > section, footer {{ display: none; }}
section[aria-labelledby=overview] {{ display: block; grid-area: 2 / 1; }}
section[aria-labelledby=question-{QUESTION}] {{ display: block; grid-area: 1 / 2 / 3; margin: 0; }}
"""
"""The top of the page stands on the left, one question on the right."""


def picture(page_file: Path) -> Image.Image:
    """Return a picture of the top of a page and of one question with what was measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 400}, device_scale_factor=SCALE, bypass_csp=True
        )
        page = context.new_page()
        page.goto(page_file.resolve().as_uri())
        page.add_style_tag(content=STYLE)
        page.locator(f"section[aria-labelledby=question-{QUESTION}] summary").first.click()
        data = page.screenshot(full_page=True)
        browser.close()
    # The page has few colours; a picture in a repository should be small.
    return Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS)


if __name__ == "__main__":
    picture(Path(*sys.argv[1:]) if sys.argv[1:] else PAGE).save(
        ROOT / "docs/feedback.png", optimize=True
    )
