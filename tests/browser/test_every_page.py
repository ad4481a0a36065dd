"""Every page in both languages, light and dark, wide and on a phone: nothing for axe to complain of, nothing too wide."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.driving import Desk

PAGES = [
    "/", "/customers", "/customers?view=at_risk", "/customers/add", "/retention", "/retention/churn",
    "/retention/ripple", "/retention/record", "/retention/ended", "/process", "/process/ways",
    "/process/waiting", "/process/changes", "/process/programmes", "/process/programmes/new", "/process/reading", "/adoption", "/adoption/gain",
    "/adoption/roll-outs", "/messages", "/messages/windows", "/messages/meter", "/messages/rules", "/messages/rules/print",
    "/messages/senders", "/imports/sources", "/promises", "/settings/reminders", "/settings/leave", "/settings/days", "/imports", "/imports/1", "/sign-in", "/settings/me",
    "/settings/people", "/settings/tokens", "/settings/calendar", "/settings/desk", "/settings/rates", "/settings/published",
    "/settings/changes",
]  # fmt: skip
PHONE, WIDE = {"width": 375, "height": 800}, {"width": 1440, "height": 900}
LOOKS = [("en", "light", WIDE), ("zh", "dark", WIDE), ("zh", "light", PHONE), ("en", "dark", PHONE)]


def check(page: Page) -> None:
    """Nothing serious for axe, and no page wider than its window."""
    found = Axe().run(page).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "theme", "size"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_every_page_is_accessible_and_fits(
    window: OpenWindow, filled: Desk, language: str, theme: str, size: dict[str, int]
) -> None:
    here = window(language, color_scheme=theme, viewport=size)
    for path in PAGES:
        check(here.go(path))
    here.go("/").locator(".queue a.name").first.click()
    check(here.page)
    here.go("/retention").locator("td.act a").first.click()
    check(here.page)


def test_the_keyboard_moves_opens_and_shows_its_keys(window: OpenWindow, filled: Desk) -> None:
    page = window().go("/")
    names = page.locator(".queue a.name")
    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/customers/*")
    page.keyboard.press("/")
    page.wait_for_url("**/customers#q")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("zephyr <b>")
    expect(page.locator("#rows tr")).to_have_count(1)
    page.locator("#q").blur()
    page.keyboard.press("i")
    page.wait_for_url("**/imports")


def test_everything_can_be_read_and_sent_without_javascript(window: OpenWindow, filled: Desk) -> None:
    here = window(java_script_enabled=False)
    page = here.go("/customers?q=zephyr")
    expect(page.get_by_role("link", name="Zephyr")).not_to_have_count(0)
    page = here.go("/")
    page.locator(".queue li").last.get_by_role("button", name="I take it").click()
    expect(page.get_by_role("status")).to_contain_text("is now with owner")
    page.get_by_role("button", name="Undo").click()


def test_the_language_is_changed_by_its_button(window: OpenWindow, filled: Desk) -> None:
    page = window().go("/customers")
    page.locator("details.person summary").click()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    page.locator("details.person summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
