"""Rows that page tests put on the desk: buyers with orders, a run, its findings, imports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tradewind.desk import (
    calendar,
    contacts,
    false_alarms,
    merging,
    notes,
    ownership,
    process_changes,
    process_reading,
    reading_plans,
    reminder_rules,
    roll_outs,
    special_days,
)
from tradewind.desk.models import (
    AuditEntry,
    Batch,
    BuyerRisk,
    BuyerState,
    ChurnWarning,
    Contact,
    Customer,
    DeskState,
    Double,
    FindingRun,
    FollowUp,
    FoundPromise,
    InboxEntry,
    Leave,
    Letter,
    Merge,
    Message,
    Note,
    Order,
    Person,
    ProcessChange,
    Programme,
    ProgrammeVersion,
    Reminder,
    ReminderReason,
    ReminderRules,
    RollOut,
    ScopeFinding,
    Sender,
    Source,
    SpecialDay,
)
from tradewind.desk.process_reading import Reading
from tradewind.findings.programme_examples import example

TODAY = date(2026, 11, 23)
REASONS = [
    {"code": "silent_beyond_rhythm", "weight": 0.52, "cycle_days": 30.0, "silent_days": 48, "overdue": 1.6},
    {"code": "any_buyer", "weight": 0.3},
    {"code": "often_orders", "weight": -0.1, "order_days": 12, "span_days": 340},
    {"code": "longest_silence", "silent_days": 48, "longest_gap_days": 37},
    {"code": "cancelled", "cancelled_orders": 2, "cancelled_share": 0.13},
]


def a_run(as_of: date = TODAY, data_end: date | None = None) -> FindingRun:
    """The current run, on a desk that counts in pounds."""
    DeskState.now()
    DeskState.objects.update(facts_version=1, base_currency="GBP")
    return FindingRun.objects.create(
        matter="retention", facts_version=1, as_of=as_of, data_end=data_end or as_of, is_current=True
    )


def a_programme(by: Person) -> Programme:
    """A programme of the person's team: the published case."""
    made = Programme.objects.create(name="ERP", team=by.team, made_by=by)
    for number in (1, 2):
        ProgrammeVersion.objects.create(programme=made, number=number, inputs=example("case"), by=by)
    return made


def a_process_change(by: Person) -> ProcessChange:
    """A dated change of process."""
    return process_changes.add(TODAY - timedelta(days=300), "Goods are inspected at the factory", None, by)


def a_reading(by: Person) -> AuditEntry:
    """A change of how the log is read."""
    return process_reading.change(Reading(zone="Asia/Shanghai", country="CN", hours="09:00-18:00"), by)


def a_roll_out(by: Person, people: list[Person], on: date = TODAY - timedelta(days=200)) -> RollOut:
    """A tool that reached these people."""
    recorded = roll_outs.Recorded("tool", "Compass", on, tuple(people))
    return roll_outs.add(recorded, by)


def a_flow(as_of: date = TODAY) -> FindingRun:
    """The current run of what really happens."""
    DeskState.now()
    return FindingRun.objects.create(matter="process", facts_version=1, as_of=as_of, data_end=as_of, is_current=True)


def store_flow(run: FindingRun, scope: str, bad: str = "打样") -> None:
    """A map of 50 cases: 询盘 → 报价 → PI, of which 10 go by a sample (or by what `bad` says)."""
    ScopeFinding.objects.create(run=run, scope=scope, name="process_map", document=flow_document(bad))


def flow_document(bad: str = "打样") -> dict[str, Any]:
    """What a map of events stores."""
    lengths = {"mean_s": 90_000.0, "median_s": 86_400.0, "min_s": 60.0, "max_s": 900_000.0}
    steps = (("询盘", "报价", 50), ("报价", "PI", 40), ("报价", bad, 10), (bad, "PI", 10))
    late = {"cases": 5, "of": 50, "share": 0.1, "low": 0.043, "high": 0.214}
    return {
        "cases": 50, "events": 160, "activities": 4, "variants": 2, "median_case_s": 5e6, "open_cases": 3,
        "dfg": [{"from": one, "to": other, "count": count, **lengths} for one, other, count in steps],
        "top_variants": [{"count": 40, "sequence": ["询盘", "报价", "PI"]}, {"count": 10, "sequence": ["询盘", bad]}],
        "case_s": {"mean": 5e6, "median": 5e6, "min": 1.0, "max": 9e6, "p90": 7e6},
        "rework": [{"activity": bad, "cases": 4, "extra": 5}], "done_again": [{"activity": bad, "cases": 4, "extra": 5}],
        "handover": [{"from": "__NONE__", "to": bad, "count": 4}], "begins": [{"activity": "询盘", "count": 50}],
        "ends": [{"activity": "PI", "count": 50}], "waiting": None, "closing": ["PI"], "conformance": None,
        "bottlenecks": [{"from": "询盘", "to": bad, "count": 50, "median_s": 86_400.0, "share": 0.6}],
        "standing": [{"activity": bad, "cases": 3, "waited_median_s": 86_400.0, "remaining_median_s": None}],
        "risk": {"late": late, "rework": late, "complaint": None, "cancellation": None, "any": late, "told_by": {}},
        "business_hours": False, "problems": [{"code": "no_resource", "events": 4}],
    }  # fmt: skip


def a_buyer(owner: Person | None, name: str = "Casa Azul", **fields: Any) -> Customer:
    """A buyer without orders."""
    return Customer.objects.create(
        customer_id=fields.pop("customer_id", name.casefold()), name=name, owner=owner, search=name.casefold(), **fields
    )


def an_order(buyer: Customer, days_ago: int, amount: float = 1000.0, currency: str = "GBP") -> Order:
    """One order of a buyer."""
    stored = round(amount * 10_000)
    return Order.objects.create(
        order_id=f"{buyer.customer_id}-{days_ago}",
        customer=buyer,
        ordered_on=TODAY - timedelta(days=days_ago),
        amount=stored,
        currency=currency,
        amount_base=stored,
        fingerprint="x",
    )


def a_risk(run: FindingRun, buyer: Customer, **fields: Any) -> BuyerRisk:
    """What the run says about a buyer: on the list, 48 days silent on a cycle of 30."""
    numbers: dict[str, Any] = {
        "first_ordered_on": TODAY - timedelta(days=388),
        "last_ordered_on": TODAY - timedelta(days=48),
        "order_days": 12,
        "silent_days": 48,
        "cycle_days": 30.0,
        "overdue": 1.6,
        "p_alive": 0.4,
        "p_no_order": 0.72,
        "expected_orders": 0.61,
        "trailing_amount": 12_000.0,
        "money_at_risk": 2130.41,
        "score": 23.67,
        "on_list": True,
        "reasons": REASONS,
    }
    return BuyerRisk.objects.create(run=run, customer=buyer, **{**numbers, **fields})


def a_warning(buyer: Customer, **fields: Any) -> ChurnWarning:
    """An open case about a buyer."""
    return ChurnWarning.objects.create(
        customer=buyer, **{"first_seen_on": TODAY, "last_ordered_on": TODAY - timedelta(days=48), **fields}
    )


def a_state(buyer: Customer, state: str = "cooling", was: str = "healthy", number: int = 1) -> BuyerState:
    """The buyer's present state, 38 days into a silence on a cycle of 30."""
    return BuyerState.objects.create(
        customer=buyer, number=number, on=TODAY, state=state, was=was, why="late_by_rhythm", silent_days=38,
        last_ordered_on=TODAY - timedelta(days=38), cycle_days=30.0, late=1.27, p_no_order=0.4, money_at_risk=900.0,
        budget=0.1, reasons=REASONS, is_current=True,
    )  # fmt: skip


def a_budget(by: Person) -> AuditEntry:
    """A change of the budget of false alarms."""
    return false_alarms.change(0.2, by)


def a_buyer_at_risk(run: FindingRun, owner: Person | None, name: str = "Casa Azul", **fields: Any) -> ChurnWarning:
    """A buyer with three orders, on the list, with an open case."""
    buyer = a_buyer(owner, name, **fields)
    for days_ago in (48, 78, 108):
        an_order(buyer, days_ago)
    a_risk(run, buyer)
    return a_warning(buyer)


def a_source(by: Person) -> Source:
    """A watched folder of the person's, which is not there."""
    return Source.objects.create(kind="folder", name="Inbox", rep=by, settings={"folder": "inbox"}, token="inbox")


def a_batch(by: Person, state: str = "done", **fields: Any) -> Batch:
    """An import of a small order file."""
    facts = {"orders": {"created": 3, "updated": 0, "unchanged": 0}, "customers": {"created": 1}}
    reading = {
        "form": {"format": "csv", "encoding": "gb18030", "separator": ";", "compression": None, "sheet": None},
        "columns": [
            {"heading": "订单号", "field": "order_id", "how": "name", "samples": ["A1", "A2"]},
            {"heading": "备注", "field": None, "how": "none", "samples": ["<b>bold</b>"]},
        ],
        "date_order": "dmy",
    }
    numbers = {"read": 10, "created": 6, "updated": 1, "unchanged": 1, "skipped": 1, "failed": 1}
    problem = {
        "row": 7,
        "column": "日期",
        "value": "31/02/2026",
        "reason": "bad_date",
        "outcome": "failed",
        "sheet": None,
    }
    whole: dict[str, Any] = {
        **numbers, "file_name": "orders.csv", "stored_as": "none", "size_bytes": 5_263_138, "kind": "orders",
        "facts": facts, "reading": reading, "problems": [problem], "reasons": {"bad_date": 1},
    }  # fmt: skip
    return Batch.objects.create(by=by, state=state, **{**whole, **fields})


def a_step(buyer: Customer, by: Person, due: int = 0, what: str = "Send the price list") -> FollowUp:
    """The buyer's open next step, due in so many days from today (before today: overdue), for `by` to do."""
    on = calendar.today() + timedelta(days=due)
    return FollowUp.objects.create(
        customer=buyer, what=what, due_on=on, first_due_on=on, person=by, made_by=by, state=FollowUp.State.OPEN
    )


def a_reminder(buyer: Customer, **fields: Any) -> Reminder:
    """The buyer's reminder of today, for its owner: silent for longer than its rhythm"""
    facts = {"last_on": "2026-10-01", "every_days": 30}
    told = [{"rule": "cadence", "due_on": "2026-10-31", "subject": "", "facts": facts}]
    made = Reminder.objects.create(
        customer=buyer, owner=buyer.owner, rule="cadence", urgency=1.0, told=told,
        **{"due_on": calendar.today(), "due_at": timezone.now(), **fields},
    )  # fmt: skip
    ReminderReason.objects.create(
        reminder=made, customer=buyer, rule="cadence", due_on=date(2026, 10, 31), urgency=1.0, facts=facts
    )
    return made


def a_draft(by: Person) -> ReminderRules:
    """A draft of the reminder rules that has been tried."""
    document = {**reminder_rules.document_in_force(), "capacity": 20}
    sums = {"reminders": 1, "waiting": 0, "by_rule": {"cadence": 1}, "by_person": {by.username: 1}}
    tried = {"day": "2026-11-24", "joining": 0, "first": [], **sums, "in_force": sums}
    return ReminderRules.objects.create(rules=document, why="less", made_by=by, dry_run=tried)


def a_leave(person: Person, deputy: Person) -> Leave:
    """A leave that was over long ago."""
    day = date(2020, 1, 1)
    return Leave.objects.create(person=person, deputy=deputy, from_on=day, until_on=day, made_by=person)


def a_special_day(buyer: Customer, by: Person) -> SpecialDay:
    """The birthday of somebody there."""
    return special_days.add(buyer, "birthday", "Ana", date(1980, 5, 1), False, by)


def a_promise(buyer: Customer) -> FoundPromise:
    """What a message to the buyer promised for tomorrow."""
    return FoundPromise.objects.create(
        customer=buyer, channel="mail", message_id="p1", sent_at=timezone.now(), said="I will send it tomorrow.",
        due_on=calendar.tomorrow(),
    )  # fmt: skip


def a_note(buyer: Customer, by: Person, text: str = "Asked for samples") -> Note:
    """A note on the buyer."""
    return notes.add(buyer, by, text)


def a_hand_over(by: Person) -> AuditEntry:
    """A hand-over of two buyers to `by`, of nobody before."""
    buyers = [a_buyer(None, f"Handed {number}") for number in range(2)]
    return ownership.hand_over_together(buyers, by, by, calendar.today())


def a_double(buyer: Customer, other: Customer, why: str = "similar_name") -> Double:
    """Two buyers who may be one."""
    one, two = sorted((buyer, other), key=lambda each: each.customer_id)
    return Double.objects.create(customer=one, other=two, why=why)


def a_merge(by: Person, name: str = "Lamp House") -> Merge:
    """A buyer of the person, merged into another one of the same."""
    return merging.merge(a_buyer(by, name), a_buyer(by, f"{name} Trading"), by)


def churn_rate_document() -> dict[str, Any]:
    """A churn rate as the findings store it."""
    months = [
        {"month": f"2026-{n:02}", "form": form, "active": 40, "lost": 7 + n % 3, "rate": (7 + n % 3) / 40}
        for n in range(1, 7)
        for form in ("early_90", "final")
    ]
    standard = {"id": "churn_rate", "average": 0.175, "low": 0.15, "high": 0.25, "case": 0.23}
    return {"months": months, "benchmark": {**standard, "source": {"en": "as published", "zh": "按文章所刊"}}}


def record_document(named: int = 12) -> dict[str, Any]:
    """A record of the warning as the findings store it."""
    row = {
        "eligible": 60, "named": named, "stopped": 15, "hits": 9, "missed": 6, "false_alarms": 3, "precision": 0.75,
        "precision_low": 0.47, "precision_high": 0.91, "recall": 0.6, "base_rate": 0.25, "mean_p_no_order": 0.27,
        "auc": 0.84, "money_at_risk": 50_000.0, "money_hit": 33_000.0, "money_recall": 0.66,
    }  # fmt: skip
    groups = [
        {"group": n, "buyers": 6, "stopped": n // 2, "mean_p_no_order": n / 10, "observed": n // 2 / 6}
        for n in range(1, 6)
    ]
    cutoffs = [{"cutoff": "2026-08-25", **row}]
    return {"today": "2026-11-23", "horizon_days": 90, "cutoffs": cutoffs, "total": row, "calibration": groups}


EARLY = {
    "from": "2025-05-24", "today": "2026-11-23", "horizon_days": 90, "flags": 60,
    "false_alarms": {"budget": 0.1, "reached": 0.087}, "churned": {
        "buyers": 62, "flagged": {"30": 0.0, "60": 0.68, "90": 0.73}, "money_flagged": {"30": 0.0, "60": 0.8, "90": 0.82},
    },
}  # fmt: skip
LATE = {
    "signal": "late_days", "known": 0.74, "cases": 2030, "buyers": 303, "gain": 0.0068, "low": 0.0024, "high": 0.0111,
    "proven": True,
}  # fmt: skip


def efforts(new: bool) -> dict[str, Any]:
    """What went to one of the two groups of buyers."""
    numbers = {"buyers": 59, "follow_ups": 28, "messages": 1040, "cost": None, "orders": 183, "amount": 1_362_360.0}
    return {"is_new": new, **numbers, **{f"{name}_share": 0.5 for name in numbers if name != "buyers"}}


def kept_document() -> dict[str, Any]:
    """The record of warnings that were stored in one month, and of one month's chances."""
    record = {
        "warned": 12, "right": 6, "false_alarms": 2, "saved": 3, "seasonal": 0, "pending": 1, "precision": 0.75,
        "precision_low": 0.41, "precision_high": 0.93, "median_lead_days": 305.0, "left": 10, "left_warned": 6,
        "recall": 0.6,
    }  # fmt: skip
    chances = {"month": "2026-06-01", "buyers": 300, "mean_p_no_order": 0.31, "observed": 0.29}
    return {
        "since": "2026-06-01", "today": "2026-11-23", "horizon_days": 90, "months": [{"month": "2026-06-01", **record}],
        "total": record, "labels": {"lost_price": 2}, "calibration_months": [chances], "calibration": [],
    }  # fmt: skip


def store_sums(run: FindingRun, scope: str) -> None:
    """The sums of the run for a scope."""
    sums = {
        "churn_rate": churn_rate_document(), "warning_record": record_document(), "early_record": EARLY, "kept_record": kept_document(),
        "cohorts": {"today": "2026-11-23", "cohorts": [{"cohort": "2026-Q2", "buyers": 8, "shares": [1.0, 0.63]}]},
        "new_or_old": {"today": "2026-11-23", "months": 12, "new_days": 365, "groups": [efforts(new=True), efforts(new=False)]},
        "signals": {"today": "2026-11-23", "horizon_days": 90, "days": ["2026-08-01"], "signals": [LATE]},
    }  # fmt: skip
    for name, document in sums.items():
        ScopeFinding.objects.create(run=run, scope=scope, name=name, document=document)


def a_sender(rep: Person, name: str = "Tom") -> Sender:
    """Someone who spoke in a chat of the rep's and is nobody's yet."""
    return Sender.objects.create(channel="whatsapp", key=f"~{name.casefold()}", name=name, rep=rep)


def some_windows(person: Person) -> AuditEntry:
    """Windows that the person has chosen."""
    entry = reading_plans.choose(person, reading_plans.Chosen(windows=(480, 1065)))
    assert entry is not None
    return entry


def an_entry(message: Message, person: Person, **known: Any) -> InboxEntry:
    """A message that waits in the person's inbox."""
    return InboxEntry.objects.create(message=message, person=person, sort_at=message.sent_at, **{"step": 2, **known})


def a_message(buyer: Customer, text: str = "hello") -> Message:
    """What a buyer wrote a day ago."""
    at = timezone.now() - timedelta(days=1)
    return Message.objects.create(
        message_id=f"m{Message.objects.count()}", conversation_id="c", channel="mail", customer=buyer, direction="in",
        sent_at=at, text=text,
    )  # fmt: skip


def a_contact(customer: Customer, by: Person, **said: str) -> Contact:
    """A contact that a person added."""
    return contacts.add(customer, by, said or {"name": "Tom"})


def a_letter(customer: Customer, by: Person, **more: Any) -> Letter:
    """A mail that did not go out."""
    told = {"means": "mail", "name": "Ana", "address": "ana@luces.example", "text": "hola", "state": "failed", **more}
    error = {"code": "LetterRefused", "facts": {"why": "550 no such user"}}
    return Letter.objects.create(key=f"k{Letter.objects.count()}", customer=customer, by=by, error=error, **told)
