"""One desk per test run, filled through its own pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import made_up
from tests.browser.driving import CHROMIUM, Desk, Window, launch, open_desk, open_window, signed_in

OpenWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="session")
def session(browser: Browser, desk: Desk) -> dict[str, Any]:
    """The session of the desk's owner."""
    return signed_in(browser, desk)


@pytest.fixture
def window(browser: Browser, desk: Desk, session: dict[str, Any]) -> Iterator[OpenWindow]:
    """Opens windows that are signed in; at the end nothing may have gone wrong in them."""
    opened: list[Window] = []

    def another(language: str = "en", **options: Any) -> Window:
        opened.append(open_window(browser, desk, session, language, **options))
        return opened[-1]

    yield another
    for one in opened:
        one.context.close()
        assert not one.complaints


@pytest.fixture(scope="session")
def filled(browser: Browser, desk: Desk, session: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk after the import of a made-up order file, with its findings."""
    filling = open_window(browser, desk, session)
    filling.import_file(made_up.order_file(tmp_path_factory.mktemp("files") / "made-up.csv", date.today()))
    filling.await_findings()
    filling.context.close()
    assert not filling.complaints
    return desk
