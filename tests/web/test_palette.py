"""⌘K finds pages by their words in both languages, and Chinese ones by pinyin and its initials."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tradewind.desk.models import Person

BrowserOf = Callable[[Person], Client]


@pytest.mark.parametrize("text", ["汇率", "huilv", "HLB", "exchange"])
def test_a_page_is_found_by_its_words_its_pinyin_and_its_initials(
    alice: Person, browser_of: BrowserOf, text: str
) -> None:
    page = browser_of(alice).get("/palette", {"q": text}, headers={"accept-language": "zh-CN"}).content.decode()
    assert "/settings/rates" in page
    assert "/settings/people" not in page


def test_in_english_nobody_is_answered_in_pinyin(alice: Person, browser_of: BrowserOf) -> None:
    page = browser_of(alice).get("/palette", {"q": "huilv"}, headers={"accept-language": "en"}).content.decode()
    assert "/settings/rates" not in page
