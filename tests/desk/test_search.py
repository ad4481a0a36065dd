"""A buyer is found by what one types, wherever its name came from, and only by those who may see it."""

from __future__ import annotations

import pytest

from tests.desk.files import taken_back, written
from tradewind.desk import merging, search
from tradewind.desk.adding import Entered, add_buyer
from tradewind.desk.models import Customer, Person, SearchWord

pytestmark = pytest.mark.django_db(transaction=True)
LISTED = "Customer ID,Customer Name,Country\nK-0071,宁波灯具有限公司,China\nB9,Casa Azul Ltda,Brazil\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("灯具", "宁波灯具有限公司"), ("具", "宁波灯具有限公司"), ("dengju", "宁波灯具有限公司"), ("nbdj", "宁波灯具有限公司"),
        ("K-0071", "宁波灯具有限公司"), ("71", "宁波灯具有限公司"), ("azu", "Casa Azul Ltda"), ("AZUL casa", "Casa Azul Ltda"),
        ("巴西", "Casa Azul Ltda"), ("brazil casa", "Casa Azul Ltda"), ("zul", "Casa Azul Ltda"),
    ],
)  # fmt: skip
def test_names_parts_pinyin_numbers_and_countries_find_a_buyer(text: str, name: str, alice: Person) -> None:
    written(alice, LISTED)
    assert [one.name for one in search.found_buyers(alice, text)] == [name]


@pytest.mark.parametrize("text", ["%", "_", "'; --", "\\", "(", "灯灯", "zzzz", "\U0001f600", "a" * 5000])
def test_odd_text_finds_nothing_and_breaks_nothing(text: str, alice: Person) -> None:
    written(alice, LISTED)
    assert search.found_buyers(alice, text) == []


def test_only_what_one_may_see_is_found(alice: Person, charlie: Person) -> None:
    written(alice, LISTED)
    assert search.found_buyers(charlie, "casa") == []


def test_the_words_follow_the_name(alice: Person, dora: Person) -> None:
    batch = written(alice, LISTED)
    written(alice, LISTED.replace("Casa Azul", "Casa Verde"))
    assert search.found_buyers(alice, "verde") and not search.found_buyers(alice, "azul")
    added = add_buyer(Entered("Casa Nova"), alice, alice)
    kept = Customer.objects.get(customer_id="B9")
    merge = merging.merge(kept, added, alice)
    assert not search.found_buyers(alice, "nova")
    merging.unmerge(merge, alice)
    assert search.found_buyers(alice, "nova")
    taken_back(batch, alice)
    assert set(SearchWord.objects.values_list("customer", flat=True)) <= set(
        Customer.objects.values_list("pk", flat=True)
    )
