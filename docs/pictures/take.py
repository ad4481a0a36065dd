"""Take the pictures of the README: `make pictures`. The real desk, filled through its own pages with a made-up file.

The file is drawn by a seeded generator (tests/browser/made_up.py); no company in the pictures exists.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.browser import made_up  # noqa: E402
from tests.browser.driving import Desk, launch, open_desk, open_window, signed_in  # noqa: E402

SIZE = {"width": 1280, "height": 800}


def take(browser: Browser, desk: Desk, folder: Path) -> None:
    """Fill the desk, and photograph Today in both languages."""
    state = signed_in(browser, desk)
    filling = open_window(browser, desk, state)
    filling.import_file(made_up.order_file(folder / "made-up-sample.csv", date.today()))  # noqa: DTZ011
    filling.await_findings()
    for language in ("en", "zh"):
        window = open_window(browser, desk, state, language, viewport=SIZE, device_scale_factor=1.5)
        window.go("/").screenshot(path=HERE / f"today-{language}.png")
        window.context.close()


def main() -> None:
    """Open a desk of its own, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with open_desk(Path(folder) / "home") as desk:
            take(browser, desk, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
