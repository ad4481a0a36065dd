"""The order of day and month: told on evidence, asked about where that is thin, and not told wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from tradewind.collect.messages.dated import date_in
from tradewind.collect.messages.day_orders import Dated, Question, order_of

TOLD = {
    "a number above twelve": (["12/07/2017", "13/07/2017"], "dmy"),
    "it, in the second place": (["07/12/2017", "07/13/2017"], "mdy"),
    "time that would go back": (["06/03/2017", "06/03/2017", "08/05/2017", "09/04/2017"], "mdy"),
    "days that follow one another": (["01/02/2024", "02/02/2024", "03/02/2024", "04/02/2024"], "dmy"),
    "the year in front": (["2024/3/5"], "ymd"),
    "days that would be months in the year's place": (["26-22-09", "26-23-09"], "ydm"),
    "one day in both": (["05/05/2024"], "dmy"),
}


@pytest.mark.parametrize(("dates", "order"), TOLD.values(), ids=TOLD.keys())
def test_the_order_is_told_by(dates: list[str], order: str) -> None:
    assert order_of([Dated(line, date, 36_000) for line, date in enumerate(dates, 1)]) == order


@pytest.mark.parametrize("dates", [["3/6/18"], ["05/03/2024", "06/03/2024"], ["01/02/2024", "02/03/2024"]])
def test_thin_evidence_is_a_question(dates: list[str]) -> None:
    found = order_of([Dated(line, date, 36_000) for line, date in enumerate(dates, 1)])
    assert isinstance(found, Question) and {found.one, found.other} == {"dmy", "mdy"}


def test_of_500_chats_without_any_day_above_twelve_none_is_told_wrong() -> None:
    told = 0
    for seed in range(500):
        order, dates = chat(Random(seed))
        found = order_of(dates)
        if isinstance(found, str):
            told += 1
            assert [date_in(found, one.date) for one in dates] == [date_in(order, one.date) for one in dates], seed
    assert told > 150


def chat(dice: Random) -> tuple[str, list[Dated]]:
    """The order and the dates of a made-up chat, of which only the first twelve days of each month are left."""
    order, at = dice.choice(["dmy", "mdy"]), datetime(2024, dice.randint(1, 12), dice.randint(1, 12))
    between_days, dates = dice.choice([0.3, 1, 3, 10, 30]), list[Dated]()
    for line in range(dice.randint(1, 12)):
        if at.day <= 12:
            written = f"{at:%d/%m/%y}" if order == "dmy" else f"{at:%m/%d/%y}"
            dates.append(Dated(line, written, at.hour * 3600 + at.minute * 60))
        at += timedelta(days=dice.expovariate(1 / between_days))
    return order, dates
