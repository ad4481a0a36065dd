"""A team's model goes on where it stopped, exactly as if it had never stopped; what a person says teaches it."""

from __future__ import annotations

import numpy as np
import polars as pl
from polars import col

from tests.attention.mail import a_world
from tradewind.attention.answering import strongest
from tradewind.attention.business import Floats
from tradewind.attention.following import calibration, follow, known_answers, likely_from
from tradewind.attention.turns import turns

LATE = 1e9


def desk_messages(linked: bool = False) -> pl.DataFrame:
    """A chat per thread in the inbox of `wei`, as a desk keeps it; without links unless asked for."""
    world = a_world(200).filter(col.sender != "ana")
    return world.select(
        "message_id", "conversation_id", "sent_at", "text", "utc_offset_min", channel=pl.lit("wechat"),
        customer_id=pl.lit(None, pl.String), rep=pl.lit("wei"), kind=pl.lit("text"),
        sender=pl.when(col.sender.is_in(["wei"])).then(pl.lit("Wei Chen")).otherwise("sender"),
        direction=pl.when(col.sender.is_in(["wei"])).then(pl.lit("out")).otherwise(pl.lit("in")),
        reply_to=col.reply_to if linked else pl.lit(None, pl.String),
    )  # fmt: skip


def said_of(chances: Floats) -> list[float]:
    return [float(one) for one in chances if not np.isnan(one)]


def test_where_nothing_links_the_next_message_of_the_other_side_answers() -> None:
    linked, free = turns(desk_messages(True)), turns(desk_messages())
    assert free["parent"].equals(linked["parent"]) and free["answered_at"].equals(linked["answered_at"])
    assert set(free.filter("mine")["sender"]) == {"wei"} and free.filter("mine")["answered_at"].null_count() > 0
    assert int((known_answers(free) < np.inf).sum()) == free.filter("mine").height


def test_going_on_says_what_going_through_says() -> None:
    mail = turns(desk_messages())
    whole = follow(mail, {}, LATE)
    kept = b""
    for part in (0.3, 0.31, 0.7, 1.0):
        some = mail.head(int(mail.height * part))
        last = some["sent_at"].dt.epoch("us")[-1] / 60e6
        kept = follow(some, {}, last, kept).as_bytes()
    again = follow(mail, {}, LATE, kept)
    np.testing.assert_allclose(said_of(again.chances), said_of(whole.chances), rtol=1e-9)
    assert again.waiting == {} and strongest(again.model)[0][0] == strongest(whole.model)[0][0]


def test_an_older_message_or_a_damaged_state_makes_it_begin_anew() -> None:
    mail = turns(desk_messages())
    kept = follow(turns(desk_messages().slice(4)), {}, LATE).as_bytes()
    whole = follow(mail, {}, LATE)
    for stored in (kept, kept[:200], b"no state", b""):
        np.testing.assert_array_equal(follow(mail, {}, LATE, stored).chances, whole.chances)


def test_what_a_person_says_teaches_and_is_unlearnt_when_taken_back() -> None:
    mail = turns(desk_messages())
    artwork = mail.filter(~col.mine & col.text.str.contains("artwork")).head(60)
    said = {f"wechat\x1f{key}": True for key in artwork["message_id"]}
    plain, taught = follow(mail, {}, LATE), follow(mail, said, LATE)
    late = (
        mail.with_row_index("place").filter(~col.mine & col.text.str.contains("artwork")).tail(40)["place"].to_numpy()
    )
    assert taught.chances[late].mean() > plain.chances[late].mean() + 0.05, (taught.chances[late], plain.chances[late])
    back = follow(mail, {}, LATE, taught.as_bytes())
    np.testing.assert_array_equal(back.chances, plain.chances)


def test_it_tells_what_is_likely_and_how_calibrated_it_is() -> None:
    mail = turns(desk_messages())
    state = follow(mail, {}, LATE)
    chances = said_of(state.chances)
    assert 0.30 < np.mean(np.array(chances) >= likely_from(state.chances)) < 0.37
    told = calibration(mail, state.chances, LATE, groups=4)
    assert told["messages"].sum() == len(chances) and told["came"][3] > told["came"][0] + 0.3
    assert likely_from(np.zeros(0)) == 0.0
