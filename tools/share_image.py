"""Draws the picture of the cards by which others show a link to the portal.

It needs Chromium and a Chinese font; the result is committed, so that nobody who runs the
portal needs either. `.venv/bin/python tools/share_image.py`
"""

from pathlib import Path
from PIL import Image
from playwright.sync_api import sync_playwright

import io
import shutil

STATIC = Path(__file__).resolve().parent.parent / "src/onewindow_policy/portal/static"
SOURCE = STATIC.parent / "share.svg"
SIZE = 400
COLOURS = 12


def main() -> None:
    """Render share.svg, and keep it with few colours: three kilobytes for every page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"),
            args=["--no-sandbox"],
        )
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
        page.goto(SOURCE.as_uri())
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    picture.quantize(COLOURS).save(STATIC / "share.png", optimize=True)


if __name__ == "__main__":
    main()
