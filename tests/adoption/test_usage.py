"""Real use of tools: a habit of core actions, not clicks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.adoption.usage import Window, real_use, use_by_rep, window
from tradewind.collect.tool_use import collect_use
from tradewind.errors import BadUseRow, MissingColumn, NoUseFile, SeatsTooFew, UseAfterToday
from tradewind.findings.tool_use import tool_use, workdays

TODAY = date(2026, 11, 22)  # a Sunday
WEEKDAYS = window(TODAY, workdays(TODAY, ""))
Act = tuple[str, int, bool]  # who, how many days ago, core


def used(*acts: Act, action: str = "record") -> pl.DataFrame:
    noon = datetime(2026, 11, 22, 12)
    rows = [(rep, noon - timedelta(days=ago), "CRM", "collect", action, core) for rep, ago, core in acts]
    return pl.DataFrame(rows, orient="row", schema=["rep", "used_at", "tool", "module", "action", "is_core"])


def test_two_core_days_in_three_weeks_of_four_are_a_habit_and_looking_round_is_none() -> None:
    habit = [("ann", ago, True) for ago in (5, 6, 12, 13, 19, 20)]
    found = real_use(used(*habit, ("ben", 5, False)), WEEKDAYS, seats=4)
    assert (found.real_use, found.tried, found.active, found.habit) == (0.25, 0.5, 0.25, 1)
    assert not use_by_rep(used(*habit[:5]), WEEKDAYS)["is_habit"][0]  # one day short in the third week


def test_a_holiday_week_is_no_week_and_a_week_of_one_work_day_asks_for_that_day() -> None:
    spring = date(2026, 2, 22)  # Chinese New Year holidays until the 23rd
    seen = window(spring, workdays(spring, "CN"))
    assert seen.days_needed() == [0, 2, 2, 2]
    days = [("ann", ago, True) for ago in (9, 10, 16, 17)]
    moved = used(*days).with_columns(used_at=pl.col("used_at") - pl.duration(days=(TODAY - spring).days))
    assert use_by_rep(moved, seen)["is_habit"][0]  # two of the three weeks that there were


def test_weekend_work_is_no_habit_where_the_team_does_not_work() -> None:
    sundays = used(*[("ann", ago, True) for ago in (0, 1, 7, 8, 14, 15, 21, 22)])
    assert use_by_rep(sundays, WEEKDAYS)["core_days"][0] == 0
    saturdays_too = window(TODAY, [TODAY - timedelta(days=ago) for ago in range(28)])
    assert use_by_rep(sundays, saturdays_too)["is_habit"][0]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 60), st.booleans()), min_size=1, max_size=40))
def test_shares_are_shares_and_neither_order_nor_the_future_changes_them(acts: list[Act]) -> None:
    told = real_use(used(*acts), WEEKDAYS, seats=5)
    assert 0 <= told.real_use <= told.active <= told.tried <= 1
    assert told == real_use(used(*reversed(acts)), WEEKDAYS, seats=5)
    past = [act for act in acts if act[1] >= 0]
    if past:
        assert told == real_use(used(*past), WEEKDAYS, seats=5)


def test_what_is_used_again_a_month_later_is_kept() -> None:
    acts = used(("ann", 40, True), ("ann", 5, True), ("ben", 40, True), ("ben", 39, True))
    assert real_use(acts, WEEKDAYS, seats=2).kept == {28: 0.5, 56: None}


def test_refusals() -> None:
    with pytest.raises(SeatsTooFew):
        real_use(used(("ann", 1, True), ("ben", 1, True)), WEEKDAYS, seats=1)
    with pytest.raises(MissingColumn):
        use_by_rep(used(("ann", 1, True)).drop("is_core"), Window(TODAY, frozenset()))
    with pytest.raises(UseAfterToday):
        tool_use(used(("ann", 1, True)), 3, date(2026, 1, 1))


def test_a_log_is_read_in_chinese_and_english_with_what_it_tells(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        "业务员,时间,模块,动作,核心\n何珊,2026-11-02 09:00,数据采集,导入,是\n何珊,2026-11-03,智能分析,浏览,否\n"
    )
    found = collect_use(file)
    assert found["module"].to_list() == ["collect", "analyse"] and found["is_core"].to_list() == [True, False]
    file.write_text("User;Timestamp\nann;2026-11-02T09:00:00Z\n")
    assert collect_use(file).row(0) == ("ann", datetime(2026, 11, 2, 9), "-", None, "use", True)


def test_a_log_that_is_none_is_refused_by_its_fault(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("name of horse,colour\nann,brown\n")
    with pytest.raises(NoUseFile):
        collect_use(file)
    file.write_text("user,time\nann,yesterday\n")
    with pytest.raises(BadUseRow):
        collect_use(file)
