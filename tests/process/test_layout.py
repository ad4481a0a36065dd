"""The drawn map: no box lies on another, no way through a box, rare ways go first."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.findings.process_drawing import drawn_map, shown_steps
from tradewind.process.layout import frequent, layout

names = st.sampled_from([f"step {n}" for n in range(12)])
flows = st.dictionaries(st.tuples(names, names), st.integers(1, 1000), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(flows)
def test_no_two_boxes_or_passing_ways_share_a_spot(counts: dict[tuple[str, str], int]) -> None:
    found = layout(list(counts), counts, [])
    spots = [*found.place.values(), *(spot for way in found.bends.values() for spot in way)]
    assert len(set(spots)) == len(spots)
    assert set(found.place) == {name for edge in counts for name in edge}
    assert found == layout(list(counts), counts, [])


@settings(max_examples=40, deadline=None)
@given(flows, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_draws_more_and_one_draws_all(
    counts: dict[tuple[str, str], int], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert set(frequent(counts, low)) <= set(frequent(counts, 1)) == set(counts)
    assert len(frequent(counts, low)) <= len(frequent(counts, high)) or low == high
    kept = frequent(counts, high)
    assert sum(counts[edge] for edge in kept) >= high * sum(counts.values()) - 1e-6


def test_a_chain_goes_down_and_its_loop_up() -> None:
    counts = {("a", "b"): 9, ("b", "c"): 9, ("c", "a"): 1, ("b", "b"): 2}
    found = layout(list(counts), counts, ["a"])
    assert [found.place[name][0] for name in "abc"] == [0, 1, 2]
    assert found.backward == {("c", "a"), ("b", "b")} and len(found.bends["c", "a"]) == 1


def test_forty_activities_are_drawn_and_hostile_names_are_text() -> None:
    rows = [{"from": f"<b>{n}&", "to": f"<b>{n + 1}&", "count": 100 - n} for n in range(60)]
    begins = [{"activity": "<b>0&", "count": 100}]
    drawn = fromstring(drawn_map(rows, begins, 1.0, 'a "title"'))
    boxes = drawn.findall(".//{http://www.w3.org/2000/svg}rect")
    assert len(boxes) == 40 and drawn.get("aria-label") == 'a "title"'
    assert len(shown_steps(rows, begins, 1.0)) == 39
    assert (
        fromstring(drawn_map([], [{"activity": "x", "count": 3}], 0.8, "t")).find(".//{http://www.w3.org/2000/svg}rect")
        is not None
    )


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_most_frequent_step_always_stays(share: float) -> None:
    assert ("a", "b") in frequent({("a", "b"): 10, ("b", "c"): 1}, share)
