"""Every message between the made-up team and its buyers, in five channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tradewind.ledger.sample.buyers import Buyer, first_day
from tradewind.ledger.sample.conversations import Step, about_order, greetings, in_silence, inquiry_only
from tradewind.ledger.sample.hours import CHINA_MIN, buyer_writes_at, here_on, rep_answers_at, rep_writes_at
from tradewind.ledger.sample.orders import SampleOrder
from tradewind.ledger.sample.people import REPS, SamplePerson
from tradewind.ledger.sample.wares import LINES
from tradewind.ledger.sample.wording import file_of, said

Row = tuple[Any, ...]  # as ledger.schema.MESSAGES
STRANGERS = 25
SYSTEM = "Messages and calls are end-to-end encrypted."
# One buyer in five first wrote where it found the company.
FOUND_AT = "trademanager"


def sample_messages(buyers: Sequence[Buyer], orders: Sequence[SampleOrder], today: date, seed: int) -> Iterator[Row]:
    """The messages up to yesterday as rows of ledger.schema.MESSAGES, buyer after buyer."""
    of_buyer: dict[int, list[SampleOrder]] = defaultdict(list)
    for order in orders:
        if order.way is not None:
            of_buyer[order.buyer.number].append(order)
    for buyer in buyers:
        yield from _of_buyer(buyer, of_buyer[buyer.number], today, Random(f"{seed}/messages/{buyer.number}"))  # noqa: S311
    yield from _of_strangers(today, Random(f"{seed}/strangers"))  # noqa: S311


def _of_buyer(buyer: Buyer, orders: list[SampleOrder], today: date, random: Random) -> Iterator[Row]:
    days = [order.on for order in orders]
    steps = [step for order in orders for step in about_order(order, random)]
    if days:
        steps += in_silence(buyer, days, today, random)
        steps += greetings(days[0], min(today, days[-1] + timedelta(days=200)))
    else:
        steps += inquiry_only(buyer, today, random)
    spoken = [one for step in steps for one in _spoken(buyer, step, today, random)]
    spoken = sorted((one for one in spoken if here_on(one[0]) < today), key=lambda one: one[0])
    if spoken and buyer.market.channel == "whatsapp":
        yield _system(buyer, spoken[0][0], spoken[0][2])
    last_in: str | None = None
    for number, (at, out, rep, step, channel, quotes) in enumerate(spoken, 1):
        key = f"{buyer.customer_id}-{number:05}"
        yield _row(buyer, key, at, out, rep, step, channel, last_in if out and quotes else None, random)
        last_in = last_in if out else key


def _spoken(
    buyer: Buyer, step: Step, today: date, random: Random
) -> list[tuple[datetime, bool, SamplePerson, Step, str, bool]]:
    """The step as it is said, and the answer to it: when, by the rep or not, which rep, and where."""
    rep, channel = buyer.rep_on(step.on, today), _channel(buyer, step)
    if step.on < first_day(today):
        return []
    if step.out:
        return [(rep_writes_at(step.on, random), True, rep, step, channel, False)]
    at = buyer_writes_at(buyer, step.on, random)
    if not step.answer:
        return [(at, False, rep, step, channel, False)]
    answer = Step(step.on, step.answer, out=True, order=step.order)
    answered = rep_answers_at(rep, at, random, today, urgent=step.step == "urgent")
    return [(at, False, rep, step, channel, False), (answered, True, rep, answer, channel, True)]


def _channel(buyer: Buyer, step: Step) -> str:
    """Where it is said: as the market is used to, first inquiries now and then on the platform."""
    if step.order is None or not step.order.first or step.step not in ("ask", "quote", "haggle", "hold"):
        return buyer.market.channel
    return FOUND_AT if buyer.number % 5 == 0 else buyer.market.channel


def _row(
    buyer: Buyer, key: str, at: datetime, out: bool, rep: SamplePerson, step: Step, channel: str,
    reply_to: str | None, random: Random,
) -> Row:  # fmt: skip
    facts = _facts(buyer, step, random)
    text: str | None = said(step.step, buyer.market.language, random, **facts)
    file = file_of(step.step, **facts)
    kind = "media" if file and random.random() < 0.8 else "text"
    if not out and random.random() < 0.004:
        kind, text = "deleted", None
    thread = step.order.order_id if channel == "mail" and step.order else buyer.customer_id
    return (
        key, f"{channel}:{thread}", channel, buyer.customer_id, rep.username, "out" if out else "in", at, CHINA_MIN,
        rep.name if out else buyer.contact, kind, f"{text} [{file}]" if kind == "media" else text, reply_to,
    )  # fmt: skip


def _facts(buyer: Buyer, step: Step, random: Random) -> dict[str, object]:
    order, name = step.order, buyer.contact.split()[0]
    if order is None or order.way is None:
        product, unit, _ = LINES[buyer.lines[0]].products[0]
        return {"product": product, "unit": unit, "quantity": random.randint(2, 40) * 50, "name": name,
                "order": "", "late": "", "day": f"{step.on + timedelta(days=22):%d.%m.}"}  # fmt: skip
    product, quantity, unit, _ = order.lines[0]
    return {"product": product, "unit": unit, "quantity": int(quantity), "name": name, "order": order.order_id,
            "late": max(2, order.way.late_days), "day": f"{order.way.shipped_on:%d.%m.}"}  # fmt: skip


def _system(buyer: Buyer, at: datetime, rep: SamplePerson) -> Row:
    return (
        f"{buyer.customer_id}-00000", f"whatsapp:{buyer.customer_id}", "whatsapp", buyer.customer_id, rep.username,
        "system", at - timedelta(minutes=1), CHINA_MIN, None, "system", SYSTEM, None,
    )  # fmt: skip


def _of_strangers(today: date, random: Random) -> Iterator[Row]:
    """Senders of the last months whom nobody has matched to a buyer yet."""
    for number in range(1, STRANGERS + 1):
        on, rep = today - timedelta(days=random.randint(2, 90)), random.choice(REPS)
        product, unit, _ = random.choice(random.choice(LINES).products)
        facts: dict[str, object] = {"product": product, "unit": unit, "quantity": random.randint(2, 40) * 50}
        at = rep_writes_at(on, random)
        key, sender = f"X{number:04}", f"+1 312 555 01{number:02}"
        rows: list[tuple[str, str, datetime, str, str, str | None]] = [(key + "-1", "in", at, sender, "ask", None)]
        answered = rep_answers_at(rep, at, random, today, urgent=False)
        if here_on(answered) < today:
            rows.append((key + "-2", "out", answered, rep.name, "quote", key + "-1"))
        for one, way, when, who, step, reply_to in rows:
            if here_on(when) < today:
                yield (one, f"whatsapp:{key}", "whatsapp", None, rep.username, way, when, CHINA_MIN, who, "text",
                       said(step, "en", random, **facts), reply_to)  # fmt: skip
