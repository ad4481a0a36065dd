"""The first hour at the desk: the printed link, a file in, a list out, and back again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser import made_up
from tests.browser.conftest import OpenWindow
from tests.browser.driving import Desk, open_desk, open_window, signed_in


def test_a_real_order_file_becomes_a_list_of_whom_to_call(browser: Browser, tmp_path: Path, shared: Path) -> None:
    with open_desk(tmp_path / "home") as desk:
        window = open_window(browser, desk, signed_in(browser, desk))
        expect(window.go("/").locator(".empty")).to_be_visible()
        page = window.import_file(shared / "raw" / "online_retail_II_2010-2011_raw.csv.gz")
        expect(page.locator(".counts")).to_contain_text("381,433")
        page = window.await_findings()
        assert page.locator(".queue li").count() == 50
        assert page.locator(".queue .why").first.inner_text().strip()
        page.locator(".queue a.name").first.click()
        expect(page.get_by_role("heading", name="Why this buyer is on the list")).to_be_visible()
        assert page.locator(".reasons tbody tr").count() >= 3
        assert not window.complaints


def test_today_says_of_each_buyer_why_now(window: OpenWindow, filled: Desk) -> None:
    page = window().go("/")
    whys = page.locator(".queue .why").all_inner_texts()
    assert len(whys) > 5
    assert all(why.strip() for why in whys)
    assert "behind its own reorder cycle of" in whys[0]


def test_a_name_with_markup_in_it_is_shown_as_it_is(window: OpenWindow, filled: Desk) -> None:
    expect(
        window().go("/customers?q=zephyr").get_by_role("link", name="Zephyr <b>&</b> Sons", exact=True)
    ).to_be_visible()


def test_the_link_is_spent_by_its_button_only_once(browser: Browser, desk: Desk, session: dict[str, Any]) -> None:
    window = open_window(browser, desk)
    window.go(desk.link.removeprefix(desk.address))
    expect(window.page.get_by_role("heading", name="This link signs nobody in")).to_be_visible()
    window.context.close()


def test_dates_with_two_readings_are_asked_about(window: OpenWindow, filled: Desk, tmp_path: Path) -> None:
    here = window()
    page = here.go("/imports")
    page.set_input_files("#file", made_up.ambiguous_file(tmp_path / "ambiguous.csv"))
    page.get_by_role("button", name="Read and check").click()
    page.get_by_role("button", name="day/month/year").click()
    expect(page.locator(".facts").first).to_contain_text("day/month/year")
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("nothing of it is on the desk")).to_be_visible()


def test_wrong_rows_are_shown_cell_by_cell_and_an_import_is_taken_back(
    window: OpenWindow, filled: Desk, tmp_path: Path
) -> None:
    here = window()
    page = here.go("/imports")
    page.set_input_files("#file", made_up.file_with_wrong_rows(tmp_path / "wrong.csv"))
    page.get_by_role("button", name="Read and check").click()
    expect(page.get_by_role("cell", name="2026-02-31")).to_be_visible()
    page.get_by_role("button", name="Import without the 2 wrong rows").click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="Taken back", exact=True)).to_be_visible(timeout=30_000)
    expect(page.locator(".facts")).to_contain_text("orders 5")
    assert not here.go("/customers?q=wrong").get_by_role("link", name="Wrong Rows Ltd").count()
    here.await_findings()


def test_a_case_is_closed_and_taken_back(window: OpenWindow, filled: Desk) -> None:
    page = window().go("/retention")
    page.locator("td.act a").first.click()
    page.get_by_label("How it ended").fill("back after a call about freight")
    page.get_by_role("button", name="Won back").click()
    expect(page.get_by_role("status")).to_contain_text("won back")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("open again")


def test_the_chart_is_drawn_with_its_table_below(window: OpenWindow, filled: Desk) -> None:
    here = window()
    for _ in range(60):
        if here.go("/retention/churn").locator(".chart svg").count():
            break
        time.sleep(0.5)
    expect(here.page.locator(".chart svg")).to_contain_text("industry average 17.5%")
    here.page.get_by_text("The numbers as a table").click()
    expect(here.page.get_by_role("columnheader", name="Active buyers")).to_be_visible()
