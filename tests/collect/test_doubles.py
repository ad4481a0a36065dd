"""Customers that may be one and the same."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.collect import doubles
from tradewind.errors import MissingColumn


def buyers(*names: str, countries: tuple[str | None, ...] = ()) -> pl.DataFrame:
    ids = [f"k{place}" for place in range(len(names))]
    written = [*countries, *["DE"] * (len(names) - len(countries))]
    return pl.DataFrame(
        {"customer_id": ids, "name": names, "country": written}, schema_overrides={"country": pl.String}
    )


def why(one: str, other: str, countries: tuple[str | None, ...] = ()) -> str | None:
    found = doubles(buyers(one, other, countries=countries))
    return found["why"][0] if len(found) else None


@pytest.mark.parametrize(
    ("one", "other"),
    [("ACME Co., Ltd.", "Acme co ltd"), ("Société Générale S.A.", "SOCIETE GENERALE SA"), ("Acme Trading Ltd", "Trading Acme Limited"),
     ("Müller & Söhne GmbH", "Muller Sohne GMBH"), ("宁波东方（进出口）有限公司", "宁波东方 进出口 有限公司"), ("O'Neil Inc", "ONeil Inc.")],
)  # fmt: skip
def test_one_name_written_in_two_ways_is_the_same_name(one: str, other: str) -> None:
    assert why(one, other) == "same_name"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Ltd", "Acme GmbH"), ("Acme", "Acme Pty Ltd"), ("Rossi S.p.A.", "Rossi S.r.l."), ("Dupont SARL", "Dupont"), ("Acme B.V.", "Acme LLC"),
     ("宁波东方有限公司", "宁波东方股份有限公司"), ("Acme Inc", "Acme Co.")],
)  # fmt: skip
def test_another_legal_form_is_told_apart(one: str, other: str) -> None:
    assert why(one, other) == "same_name_other_suffix"


@pytest.mark.parametrize(
    ("one", "other"), [("Acme Trading", "Acme Tradng"), ("Schmidt Maschinenbau GmbH", "Schmidt Maschinenbua GmbH"), ("Acme International Trading", "Acme Internatonal Trading")]
)  # fmt: skip
def test_a_slip_of_the_keyboard_is_a_similar_name(one: str, other: str) -> None:
    assert why(one, other) == "similar_name"
    assert why(one, other, ("DE", "FR")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme 1", "Acme 2"), ("Acme East", "Acme West"), ("Acme International Trading East", "Acme International Trading West"),
     ("Acme Trading", "Beta Trading"), ("宁波东方进出口有限公司", "宁波东风进出口有限公司"), ("Ltd", "GmbH"), ("...", "!!!"), ("", "")],
)  # fmt: skip
def test_two_companies_are_no_pair(one: str, other: str) -> None:
    assert why(one, other) is None


def test_people_who_write_from_one_domain_in_one_country_are_a_pair_unless_the_mail_is_free() -> None:
    customers = buyers("Acme", "Beta", "Gamma", "Delta", "Epsilon", countries=("DE", "DE", "FR", "DE", None))
    mails = ["a@acme.example", "B@ACME.example", "c@acme.example", "d@gmail.com", "e@acme.example"]
    contacts = pl.DataFrame({"customer_id": customers["customer_id"], "email": mails})
    free = pl.DataFrame({"customer_id": ["k0", "k1", "k1"], "email": ["x@qq.com", "y@qq.com", None]})
    assert doubles(customers, contacts).rows() == [("k0", "k1", "same_email_domain_and_country")]
    assert doubles(customers, free).is_empty()
    assert doubles(customers).is_empty()


def test_a_domain_of_very_many_customers_says_nothing() -> None:
    customers = buyers(*(f"Buyer{chr(97 + n)}" for n in range(25)))
    contacts = customers.select("customer_id", email=pl.lit("x@market.example"))
    assert doubles(customers, contacts).is_empty()


def test_many_that_are_the_same_are_each_paired_with_the_first() -> None:
    found = doubles(buyers("Acme Ltd", "Acme GmbH", "ACME Ltd.", "acme gmbh"))
    assert found.rows() == [
        ("k0", "k1", "same_name_other_suffix"), ("k0", "k2", "same_name"), ("k1", "k3", "same_name")
    ]  # fmt: skip


def test_no_customers_have_no_doubles_and_a_missing_column_is_named() -> None:
    assert doubles(buyers()).rows() == []
    with pytest.raises(MissingColumn, match="country"):
        doubles(buyers("Acme").drop("country"))


words = st.lists(
    st.sampled_from(["Acme", "Tradng", "Trading", "Ltd", "GmbH", "Süd", "有限公司", "宁波", "7"]), max_size=4
)


@settings(deadline=None, max_examples=40)
@given(st.lists(words.map(" ".join), max_size=12))
def test_pairs_are_few_told_once_and_do_not_depend_on_the_order_of_rows(names: list[str]) -> None:
    customers = buyers(*names)
    found = doubles(customers)
    assert found.equals(doubles(customers.sample(fraction=1, shuffle=True, seed=1)))
    assert (found["customer_id"] < found["other_id"]).all()
    assert found.select("customer_id", "other_id").is_unique().all()
    assert found.filter(pl.col("why") != "similar_name").height <= max(0, len(names) - 1)
