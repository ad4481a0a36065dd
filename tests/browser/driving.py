"""The real desk as people start it, and a real Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/\S+")
START_SECONDS, FINDINGS_SECONDS = 60, 120
LANGUAGES = {"en": ("en-US", "en"), "zh": ("zh-CN", "zh-hans")}


@dataclass(frozen=True)
class Desk:
    """A desk that is open: its data folder and the sign-in link that its start printed."""

    home: Path
    link: str

    @property
    def address(self) -> str:
        return self.link.split("/sign-in/")[0]


@contextmanager
def open_desk(home: Path) -> Iterator[Desk]:
    """Start `tradewind serve` on a free port with this data folder, and close it in the end."""
    environment = {**os.environ, "TRADEWIND_HOME": str(home), "TRADEWIND_LANGUAGE": "en"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    home.mkdir(parents=True, exist_ok=True)
    log = home / "serve.log"
    with log.open("w") as out:
        command = [sys.executable, "-m", "tradewind", "serve"]
        serving = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield Desk(home, _printed_link(log, serving))
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(30)


def _printed_link(log: Path, serving: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and serving.poll() is None:
        if found := LINK.search(log.read_text()):
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"the desk printed no sign-in link:\n{log.read_text()}")


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def signed_in(browser: Browser, desk: Desk) -> dict[str, Any]:
    """Sign in by the printed link, and return the session for other windows."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(desk.link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{desk.address}/")
    state: dict[str, Any] = dict(context.storage_state())
    context.close()
    return state


@dataclass
class Window:
    """A browser window at the desk that writes down whatever goes wrong in it."""

    desk: Desk
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def note_console(self, told: ConsoleMessage) -> None:
        if told.type == "error":
            self.complaints.append(f"{self.page.url}: {told.text}")

    def note_error(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: {error}")

    def go(self, path: str) -> Page:
        self.page.goto(self.desk.address + path)
        return self.page

    def import_file(self, file: Path) -> Page:
        """Hand a file in, say yes to the check, and wait until it is written."""
        page = self.go("/imports")
        page.set_input_files("#file", file)
        page.locator(".upload button.main").click()
        page.locator("form[action$=confirm] button").click()
        page.locator("form[action$=undo]").wait_for(timeout=FINDINGS_SECONDS * 1000)
        return page

    def await_findings(self) -> Page:
        """Today, as soon as the findings are there."""
        until = time.monotonic() + FINDINGS_SECONDS
        while not self.go("/").locator(".queue").count():
            assert time.monotonic() < until, "no findings"
            time.sleep(0.5)
        return self.page


def open_window(
    browser: Browser, desk: Desk, state: dict[str, Any] | None = None, language: str = "en", **options: Any
) -> Window:
    """A window in the language; options are those of Playwright's new_context."""
    locale, cookie = LANGUAGES[language]
    context = browser.new_context(locale=locale, storage_state=state, **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": "django_language", "value": cookie, "url": desk.address}])
    window = Window(desk, context, context.new_page())
    window.page.on("console", window.note_console)
    window.page.on("pageerror", window.note_error)
    return window
