"""The plan in plain numbers is the exact plan, and judges as the exact one does."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attention.mail import MONDAY, mail_of
from tradewind.attention import asked_plan
from tradewind.attention.arrivals import Arrivals, arrivals
from tradewind.attention.asked_plan import (
    AskedPlan,
    at_once,
    best_plans,
    even_plan,
    judged,
    office,
    price_of_late,
    slots_of,
)
from tradewind.attention.basis import basis
from tradewind.attention.business import MONDAY_MIN, business_minutes
from tradewind.attention.late_slot import late_slot
from tradewind.attention.slots import WindowRule
from tradewind.attention.traffic import traffic
from tradewind.attention.waiting import realtime_interruptions, waiting
from tradewind.attention.windows import best_windows


def some_mail(seed: int, messages: int = 300) -> Arrivals:
    chance = Random(seed)
    rows = [
        {
            "message_id": str(n), "sent_at": MONDAY + timedelta(minutes=chance.randint(0, 40 * 1440)),
            "sender": f"b{n % 7}", "utc_offset_min": chance.choice([-480, -300, 60, 330, 540]),
        }
        for n in range(messages)
    ]  # fmt: skip
    return arrivals(traffic(mail_of(*rows)), "UTC+08:00")


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_it_chooses_the_windows_that_the_exact_planner_chooses(seed: int) -> None:
    coming = some_mail(seed)
    asked = AskedPlan(from_min=9 * 60, to_min=21 * 60, blocked=((720, 780),), most=4)
    plans = best_plans(basis(coming), asked)
    for number, windows in enumerate(plans, 1):
        rule = WindowRule(windows=number, from_min=asked.from_min, to_min=asked.to_min, blocked=asked.blocked)
        exact = best_windows(coming, rule)
        told, true = judged(basis(coming), windows, 240), waiting(coming, exact, 240)
        assert told.mean_min == pytest.approx(true.mean_min, abs=1e-6)
        assert abs(told.within_share - waiting(coming, windows, 240).within_share) < 0.03
        assert abs(told.median_min - waiting(coming, windows, 240).median_min) < 16


def test_a_late_window_and_reading_at_once_are_priced_as_the_exact_ones() -> None:
    coming = some_mail(1, 800)
    known, asked = basis(coming), AskedPlan()
    windows = best_plans(known, asked)[2]
    exact = late_slot(coming, coming, windows, WindowRule())
    assert exact is not None
    without = best_plans(known, AskedPlan(to_min=18 * 60))[2]
    price = price_of_late(known, windows, without)
    assert without == exact.without and price["saves_min"] == pytest.approx(exact.saves_min, abs=1e-6)
    assert [one["region"] for one in price["regions"]] == [one.region for one in exact.regions]
    assert at_once(known, asked) == pytest.approx(realtime_interruptions(coming, 8 * 60, 21 * 60), rel=0.02)


@given(st.integers(0, 4 * 7 * 1440))
def test_office_minutes_are_those_of_whole_columns(since_monday: int) -> None:
    assert office(since_monday) == business_minutes(np.array([float(since_monday - MONDAY_MIN)]))[0]


def test_nothing_that_came_and_no_room_make_no_plan() -> None:
    empty = basis(arrivals(traffic(mail_of({"message_id": "1", "sent_at": MONDAY, "sender": "b"})).clear(), "UTC"))
    assert best_plans(empty, AskedPlan()) == [] and empty["messages"] == 0
    assert best_plans(basis(some_mail(2)), AskedPlan(from_min=600, to_min=660, blocked=((540, 700),))) == []
    assert len(slots_of(AskedPlan(from_min=0, to_min=1439))) <= asked_plan.MOST_SLOTS
    assert even_plan(AskedPlan(), 3) == (480, 870, 1260) and even_plan(AskedPlan(), 1) == (870,)


def test_it_loads_no_frames() -> None:
    script = "import sys, tradewind.attention.asked_plan; print('numpy' in sys.modules or 'polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
