"""沟通规范 The team's rules of contact: how soon whom is answered on which channel, and what counts as urgent.

Written in versions, never changed afterwards; the newest holds. Without one the usual promises hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from tradewind.attention.contact_rules import ELAPSED, OFFICE, USUAL_RULES, ContactRule, Deadline, deadline
from tradewind.attention.priority import PriorityRule
from tradewind.desk import access, clocks
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Message, Person
from tradewind.desk.models import ContactRules as Version
from tradewind.errors import ContactRuleNotRead, NotFound
from tradewind.hours import Clock

WRITTEN, BACK = "contact_rules_written", "contact_rules_taken_back"
ABOUT = "desk"
MOST_RULES, MOST_WORDS, LETTERS = 30, 60, 200
LEAST_MIN, MOST_MIN = 5.0, 14 * 24 * 60.0
WHY_LETTERS = 300


@dataclass(frozen=True)
class Rules:
    """What holds: the promises by channel, each with what the channel is for and who answers, and what is urgent.

    number   of the version, 0 for the usual promises
    uses     by channel, as people wrote it: {"mail": {"use": "…", "who": "…"}}
    """

    number: int
    promises: tuple[ContactRule, ...]
    uses: dict[str, dict[str, str]]
    urgent: tuple[PriorityRule, ...]


def in_force() -> Rules:
    """The rules that hold now. One query."""
    newest = Version.objects.order_by("-number").first()
    return rules_of(newest) if newest else Rules(0, USUAL_RULES, {}, ())


def rules_of(version: Version) -> Rules:
    """A version as the analyses take it."""
    return Rules(
        version.number,
        tuple(ContactRule(one["channel"], one["minutes"], one["clock"], one["source"]) for one in version.promises),
        {one["channel"]: {"use": one.get("use", ""), "who": one.get("who", "")} for one in version.promises},
        tuple(
            PriorityRule(one["code"], frozenset(one["customers"]), frozenset(one["words"])) for one in version.urgent
        ),
    )


def deadline_of(message: Message, rules: Rules | None = None) -> Deadline | None:
    """By when a received message is to be answered, on its buyer's clock."""
    known = clocks.clock_of(message.customer).clock if message.customer else None
    return deadline(message.channel, message.sent_at, known or clock_of_sender(message), (rules or in_force()).promises)


def clock_of_sender(message: Message) -> Clock:
    """The clock that wrote the message where nothing tells the buyer's: of a mail its own, else ours."""
    if message.channel == "mail" and message.utc_offset_min is not None:
        hours, minutes = divmod(abs(message.utc_offset_min), 60)
        return Clock(f"UTC{'-' if message.utc_offset_min < 0 else '+'}{hours:02}:{minutes:02}")
    return clocks.desk_clock()


def rules_document(rules: Rules, by: Person) -> dict[str, Any]:
    """The rules as every door tells them; of the buyers that count as urgent those that `by` may see. One query."""
    keys = {key for one in rules.urgent for key in one.customers}
    seen = dict(access.customers_of(by).filter(customer_id__in=keys).values_list("customer_id", "pk")) if keys else {}
    return {
        "version": rules.number,
        "promises": [{**asdict(one), **rules.uses.get(one.channel, {"use": "", "who": ""})} for one in rules.promises],
        "urgent": [
            {
                "code": one.code, "words": sorted(one.words), "any_buyer": not one.customers,
                "customers": sorted(seen[key] for key in one.customers if key in seen),
            }
            for one in rules.urgent
        ],
    }  # fmt: skip


@transaction.atomic
def write(
    promises: Sequence[dict[str, Any]], urgent: Sequence[dict[str, Any]], by: Person, why: str = ""
) -> AuditEntry:
    """Put a new version in force. The inbox follows by a job.

    promises   channel, minutes, clock (`office`: the buyer's office hours, `elapsed`: every hour), use, who
    urgent     code, words, customers (keys of buyers that `by` may see)
    raises     NotAllowed for a rep; ContactRuleNotRead
    """
    access.must_manage(by)
    number = (Version.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = Version.objects.create(
        number=number, promises=_promises(promises), urgent=_urgent(urgent, by), why=_text(why, WHY_LETTERS), made_by=by
    )
    _looked_at_anew()
    return note_change(by, WRITTEN, ABOUT, version=made.number)


@transaction.atomic
def take_back(by: Person) -> int:
    """Put the version before the newest in force again, as a new version; returns its number.

    raises   NotAllowed for a rep; NotFound where there is none to take back
    """
    access.must_manage(by)
    newest = list(Version.objects.order_by("-number")[:2])
    if not newest:
        raise NotFound
    usual = [asdict(one) for one in USUAL_RULES]
    promises, urgent = (newest[1].promises, newest[1].urgent) if len(newest) > 1 else (usual, [])
    made = Version.objects.create(number=newest[0].number + 1, promises=promises, urgent=urgent, made_by=by)
    _looked_at_anew()
    note_change(by, BACK, ABOUT, version=made.number, of=newest[0].number)
    return made.number


def _looked_at_anew() -> None:
    from tradewind.desk import inbox_job

    inbox_job.look()


def _promises(said: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    rules = []
    for number, one in enumerate(said[:MOST_RULES], 1):
        channel = str(one.get("channel", "")).strip().lower()[:40]
        minutes, clock = _minutes(one.get("minutes"), number), str(one.get("clock", OFFICE))
        if not channel or clock not in (OFFICE, ELAPSED):
            raise ContactRuleNotRead(rule=number, least=LEAST_MIN / 60, most=MOST_MIN / 60)
        texts = {name: _text(str(one.get(name, ""))) for name in ("use", "who")}
        source = _text(str(one.get("source", ""))) or "the team's own promise"
        rules.append({"channel": channel, "minutes": minutes, "clock": clock, "source": source, **texts})
    if len({one["channel"] for one in rules}) < len(rules) or not rules:
        raise ContactRuleNotRead(rule=len(rules), least=LEAST_MIN / 60, most=MOST_MIN / 60)
    return rules


def _minutes(said: object, number: int) -> float:
    try:
        minutes = float(str(said))
    except ValueError:
        minutes = 0.0
    if not LEAST_MIN <= minutes <= MOST_MIN:
        raise ContactRuleNotRead(rule=number, least=LEAST_MIN / 60, most=MOST_MIN / 60)
    return minutes


def _urgent(said: Sequence[dict[str, Any]], by: Person) -> list[dict[str, Any]]:
    seen = _seen({str(key) for one in said for key in one.get("customers", ())}, by)
    unseen = {one.code: sorted(set(one.customers) - set(_seen(one.customers, by))) for one in in_force().urgent}
    rules = []
    for number, one in enumerate(said[:MOST_RULES], 1):
        words = [text for word in list(one.get("words", ()))[:MOST_WORDS] if (text := _text(str(word)).lower())]
        code = _text(str(one.get("code", "")))[:60]
        customers = [str(key) for key in one.get("customers", ()) if str(key) in seen] + unseen.get(code, [])
        if not code or not (words or customers):
            raise ContactRuleNotRead(rule=number, least=LEAST_MIN / 60, most=MOST_MIN / 60)
        rules.append({"code": code, "words": words, "customers": customers})
    return rules


def _seen(keys: Iterable[str], by: Person) -> set[str]:
    """Those keys of buyers whom `by` may see; the others of a rule stay as they are."""
    return set(access.customers_of(by).filter(customer_id__in=list(keys)).values_list("customer_id", flat=True))


def _text(said: str, most: int = LETTERS) -> str:
    return " ".join(said.replace("\x00", "").split())[:most]
