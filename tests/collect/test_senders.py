"""Whose message it is: by number, address and domain for certain, by name as a suggestion."""

from __future__ import annotations

from itertools import permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.collect.domains import FREE_MAIL
from tradewind.collect.phones import account_key, phone_keys
from tradewind.collect.senders import MATCHES, matched_senders
from tradewind.errors import MissingColumn

CUSTOMERS = pl.DataFrame(
    {
        "customer_id": ["acme", "bolt", "clay", "dune"],
        "name": ["Acme Trading Ltd", "Bolt Import SL", "Clay Ceramics", "Dune General Trading"],
        "country": ["US", "ES", "CN", "AE"],
    }
)
CONTACTS = pl.DataFrame(
    {
        "customer_id": ["acme", "bolt", "clay", "dune", "dune"],
        "name": ["Tom Buyer", "José García", "王芳", "Ahmed Ali", "Tom Little"],
        "email": ["tom@acme.example", "jose.garcia@gmail.com", "wang@clay.example", "ahmed@shop.example", None],
        "phone": ["(202) 555-0123", "600 111 222", "138 0013 8000", "+971 50 123 4567 / 04 123 4567", None],
    }
)
WHO = st.tuples(
    st.sampled_from(["whatsapp", "mail", "telegram", "signal"]),
    st.sampled_from(["Tom Buyer", "Tom", "José Garcia", "王芳 客户", "x", "+34 600 111 222", None])
    | st.text(max_size=8),
    st.sampled_from(["34600111222", "tom+rfq@acme.example", "x@gmail.com", "y@mail.shop.example", "861380013", None]),
)


def senders(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(("channel", "sender", "sender_id"), pl.String), orient="row")


def told(*rows: tuple[str, str | None, str | None]) -> list[tuple[object, ...]]:
    return matched_senders(senders(*rows), CUSTOMERS, CONTACTS).select("customer_id", "by", "certain").rows()


@pytest.mark.parametrize(
    ("channel", "sender", "account", "customer"),
    [
        ("whatsapp", "~T", "12025550123", "acme"),
        ("whatsapp", "+34 600 11 12 22", None, "bolt"),
        ("whatsapp", "~", "34600111222@s.whatsapp.net", "bolt"),
        ("whatsapp", "+86 138 0013 8000", None, "clay"),
        ("signal", None, "+97141234567", "dune"),
    ],
)
def test_a_number_tells_whose_however_it_is_written(
    channel: str, sender: str | None, account: str | None, customer: str
) -> None:
    assert told((channel, sender, account)) == [(customer, "phone", True)]


def test_a_long_account_number_of_another_program_is_no_telephone_number() -> None:
    assert told(("telegram", "x", "34600111222")) == []


@pytest.mark.parametrize(
    ("whatsapp", "written", "country"),
    [
        ("5215512345678", "55 1234 5678", "MX"),
        ("5491123456789", "+54 11 2345-6789", "AR"),
        ("551187654321", "+55 11 98765-4321", "BR"),
    ],
)
def test_mobiles_that_whatsapp_writes_in_its_own_way_are_one_number(whatsapp: str, written: str, country: str) -> None:
    assert [account_key(whatsapp)] == phone_keys(written, country)


def test_an_address_tells_and_what_stands_behind_a_plus_does_not_count() -> None:
    assert told(("mail", "T", "Tom+RFQ@ACME.example")) == [("acme", "email", True)]
    assert told(("mail", "jose.garcia@gmail.com", None)) == [("bolt", "email", True)]


def test_a_domain_tells_for_its_colleagues_and_its_parts_but_not_for_what_it_is_a_part_of() -> None:
    assert told(("mail", "x", "ann@acme.example")) == [("acme", "domain", True)]
    assert told(("mail", "x", "ann@eu.acme.example")) == [("acme", "domain", True)]
    assert told(("mail", "x", "ann@otheracme.example")) == []
    assert told(("mail", "x", "ann@example")) == []


def test_free_mail_never_tells_by_its_domain() -> None:
    assert all(told(("mail", None, f"somebody@{domain}")) == [] for domain in FREE_MAIL)


def test_what_two_buyers_share_is_for_a_person_to_decide() -> None:
    shared = CONTACTS.filter(pl.col("customer_id") == "acme")
    other = shared.with_columns(
        customer_id=pl.lit("bolt"), phone=pl.lit("+1 202 555 0123"), email=pl.lit("y@acme.example")
    )
    both = pl.concat([CONTACTS, other])
    found = matched_senders(senders(("whatsapp", "~", "12025550123"), ("mail", "", "x@acme.example")), CUSTOMERS, both)
    assert set(found.select("customer_id", "by", "score", "certain").rows()) == {
        ("acme", "phone", 1.0, False), ("bolt", "phone", 1.0, False),
        ("acme", "domain", 0.5, False), ("bolt", "domain", 0.5, False),
    }  # fmt: skip


def test_a_name_is_a_suggestion_and_the_whole_name_scores_above_a_part() -> None:
    found = matched_senders(senders(("wechat", "Tom BUYER (客户)", "wxid_1")), CUSTOMERS, CONTACTS)
    assert found.select("customer_id", "by", "score", "certain").row(0) == ("acme", "name", 1.0, False)
    assert told(("wechat", "jose garcia", None)) == [("bolt", "name", False)]
    assert told(("wechat", "王芳", None)) == [("clay", "name", False)]
    assert told(("wechat", "A", None)) == []


@settings(deadline=None, max_examples=30)
@given(st.lists(WHO, max_size=8))
def test_certain_is_one_buyer_and_the_order_of_rows_changes_nothing(
    rows: list[tuple[str, str | None, str | None]],
) -> None:
    found = matched_senders(senders(*rows), CUSTOMERS, CONTACTS)
    assert found.equals(matched_senders(senders(*reversed(rows)), CUSTOMERS.reverse(), CONTACTS.reverse()))
    assert found.schema == MATCHES
    assert found["score"].is_between(0, 1, closed="right").all()
    per_sender = found.group_by("channel", "sender", "sender_id").agg(pl.len(), pl.col("certain").any())
    assert (per_sender.filter(pl.col("certain"))["len"] == 1).all()
    assert found.filter(pl.col("by") == "name")["certain"].not_().all()


@settings(deadline=None, max_examples=30)
@given(WHO, st.sampled_from(list(permutations(range(4), 2))))
def test_each_sender_is_matched_for_itself(row: tuple[str, str | None, str | None], other: tuple[int, int]) -> None:
    alone = matched_senders(senders(row), CUSTOMERS, CONTACTS)
    beside = matched_senders(
        senders(row, ("mail", f"zz{other}", f"q{other[0]}@none{other[1]}.example")), CUSTOMERS, CONTACTS
    )
    assert alone.equals(beside)


def test_nobody_at_all_is_no_match() -> None:
    assert matched_senders(senders(), CUSTOMERS, CONTACTS).is_empty()
    assert matched_senders(senders(("mail", "x", None)), CUSTOMERS.clear(), CONTACTS.clear()).is_empty()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="sender_id"):
        matched_senders(senders().drop("sender_id"), CUSTOMERS, CONTACTS)
