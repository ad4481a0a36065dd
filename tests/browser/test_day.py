"""A rep's day from the keyboard alone: entries are done, put off and found without a page being loaded anew."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.driving import Desk
from tests.browser.test_every_page import check


def test_entries_are_cleared_by_the_keyboard_and_the_focus_stays_in_the_list(window: OpenWindow, filled: Desk) -> None:
    page = window().go("/?whose=mine")
    page.evaluate("window.notLoadedAnew = true")
    rows = page.locator(".queue > li")
    names = page.locator(".queue a.name").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_label("How it went")).to_be_focused()
    page.keyboard.type("They order <b>next</b> week")
    page.keyboard.press("Tab")
    page.keyboard.type("Ask for the order")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text(f"{names[0]}: done, and next on")
    expect(page.locator("#done")).to_contain_text("They order <b>next</b> week")
    expect(rows.first.locator("a.name")).to_be_focused()
    assert rows.first.locator("a.name").inner_text() == names[1]
    page.keyboard.press("s")
    expect(page.locator(".slip button").first).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    expect(rows.first.locator("a.name")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(".slip button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text(f"{names[1]} is put off to")
    expect(rows.first.locator("a.name")).to_be_focused()
    assert page.evaluate("window.notLoadedAnew")
    page.locator("#said").get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("is as before")
    assert names[1] in page.locator(".queue a.name").all_inner_texts()


def slow_down(page: Page) -> None:
    """Each answer takes a third of a second longer, as over a poor line."""
    line = {"offline": False, "latency": 350, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def test_the_palette_finds_and_goes(window: OpenWindow, filled: Desk) -> None:
    page = window("zh").go("/")
    slow_down(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-text")).to_be_focused()
    page.keyboard.type("zeph sons", delay=150)  # each letter while an earlier one is still being looked up
    expect(page.locator("#palette-options [role=option]").first).to_contain_text("Zephyr <b>&</b> Sons")
    check(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/*")
    expect(page.get_by_role("heading", name="Zephyr <b>&</b> Sons")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-options [role=option]").first).to_be_visible()
    page.keyboard.type("huilv")
    expect(page.locator("#palette-options [role=option]").first).to_contain_text("汇率表")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_a_buyer_is_added_with_an_inquiry_and_taken_back_without_a_script(window: OpenWindow, filled: Desk) -> None:
    page = window(java_script_enabled=False).go("/customers/add")
    check_fields = {"Company": "Zephyr <b>&</b> Sons", "What they ask for": "200 lamps, <i>FOB</i>"}
    for label, text in check_fields.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("May be one of these already")).to_be_visible()
    page.get_by_role("button", name="It is another one").click()
    expect(page.get_by_text("200 lamps, <i>FOB</i>").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("is taken back")
