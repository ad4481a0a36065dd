"""An item response model: its laws, what it refuses, how well it tells people apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from tradewind.adoption import literacy
from tradewind.errors import AnswerNotRead, FewAnswers, ItemAllAlike

A, B = np.array([1.0, 1.5, 0.8, 1.2]), np.array([-1.0, 0.0, 0.5, 1.0])


def test_an_item_as_hard_as_a_person_is_able_is_a_coin_and_tells_most() -> None:
    assert expit(A[1] * (0.0 - B[1])) == 0.5
    told = literacy.information(0.0, np.ones(3), np.array([-2.0, 0.0, 2.0]))
    assert told.argmax() == 1 and told[1] == 0.25


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4), st.integers(0, 3))
def test_one_more_right_answer_never_lowers_ability_or_score(answers: list[float], item: int) -> None:
    wrong, right = np.array(answers), np.array(answers)
    wrong[item], right[item] = 0.0, 1.0
    less, more = (literacy.ability(one, A, B) for one in (wrong, right))
    assert less.theta < more.theta and less.low <= more.low and less.high <= more.high
    scores = [literacy.score(literacy.posterior(one, A, B), A, B)[0] for one in (wrong, right)]
    assert 0 <= scores[0] < scores[1] <= 100


def test_nothing_asked_leaves_the_average_person() -> None:
    found = literacy.ability(np.full(4, np.nan), A, B)
    assert found.theta == pytest.approx(0, abs=1e-9) and found.sd == pytest.approx(1, abs=0.01)


def test_items_come_back_from_the_answers_of_simulated_people() -> None:
    chance = np.random.default_rng(4)
    a, b = chance.uniform(0.7, 2.0, 8), chance.normal(0, 1, 8)
    people = chance.normal(0, 1, 3000)
    answers = (chance.random((3000, 8)) < expit(a * (people[:, None] - b))).astype(float)
    answers[chance.random(answers.shape) < 0.1] = np.nan  # not everybody is asked everything
    found = literacy.fit_items(answers, np.ones(3000))
    assert np.abs(found.discrimination - a).max() < 0.35
    assert np.abs(found.difficulty - b).max() < 0.3
    alike = literacy.fit_items(answers, np.ones(3000), "1pl")
    assert np.ptp(alike.discrimination) == 0 and alike.log_likelihood < found.log_likelihood


def test_how_often_a_pattern_came_counts_like_as_many_people() -> None:
    patterns = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    counts = np.array([4.0, 7.0, 9.0])
    whole = literacy.fit_items(np.repeat(patterns, counts.astype(int), axis=0), np.ones(20))
    assert literacy.fit_items(patterns, counts).log_likelihood == pytest.approx(whole.log_likelihood)


def test_refusals() -> None:
    with pytest.raises(AnswerNotRead):
        literacy.fit_items(np.array([[2.0, 1.0]] * 10), np.ones(10))
    with pytest.raises(FewAnswers):
        literacy.fit_items(np.array([[0.0, 1.0], [1.0, 0.0]]), np.ones(2))
    with pytest.raises(ItemAllAlike):
        literacy.fit_items(np.array([[1.0, 1.0], [1.0, 0.0]] * 10), np.ones(20))
