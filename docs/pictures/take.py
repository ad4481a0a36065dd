"""Take the pictures of the README: `make pictures`. The real desk, with the sample company loaded by its button.

Nobody in the pictures exists; every page of them says so.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.browser.driving import Desk, launch, open_desk, open_window, signed_in  # noqa: E402

SIZE = {"width": 1280, "height": 800}
PLACES = {"today": "/", "ripple": "/retention/ripple", "record": "/retention/record"}


def take(browser: Browser, desk: Desk) -> None:
    """Fill the desk with the sample company, and photograph its pages in both languages."""
    state = signed_in(browser, desk)
    filling = open_window(browser, desk, state)
    filling.go("/").locator("form[action$='sample/load'] button").first.click()
    filling.await_findings()
    for language in ("en", "zh"):
        window = open_window(browser, desk, state, language, viewport=SIZE)
        for name, path in PLACES.items():
            window.go(path).screenshot(path=HERE / f"{name}-{language}.png")
        buyer_at_risk(window.go("/retention")).screenshot(path=HERE / f"buyer-{language}.png")
        window.context.close()


def buyer_at_risk(page: Page) -> Page:
    """The page of the first buyer on the list."""
    page.locator("[data-row] a.name").first.click()
    page.locator("main h1").wait_for()
    return page


def main() -> None:
    """Open a desk of its own, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with open_desk(Path(folder) / "home") as desk:
            take(browser, desk)
        browser.close()


if __name__ == "__main__":
    main()
