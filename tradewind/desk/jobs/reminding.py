"""Making reminders: each occasion once, all of a buyer's day in one, each told once, whatever is run twice or killed.

Buyers are written in short transactions that hold the desk's one row, so that two makers go one after the other; what a
rule said once stays said by its key (rule, buyer, day, subject), so that a second run, or one with the clock set back,
has nothing to add. What a killed run left over is made by the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tradewind.desk import bulk, calendar, due_notices, facts, reminder_rules
from tradewind.desk.deputies import deputies
from tradewind.desk.jobs.found_promises import find_promises
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.reminder_day import arrange_day
from tradewind.desk.jobs.reminder_facts import reminders_of_the_desk
from tradewind.desk.models import Customer, Job, Reminder, ReminderReason
from tradewind.desk.reminder_moments import moments
from tradewind.findings.remind import Remind
from tradewind.remind.due import new_ones
from tradewind.remind.occasions import Occasion
from tradewind.remind.queue import Merged, merged
from tradewind.remind.rules import Rules

AT_ONCE = 200  # buyers in a transaction
State = Reminder.State
Key = tuple[str, str, date, str]  # rule, customer_id, due_on, subject


def run(job: Job, progress: Progress) -> None:
    """Make the reminders of today, end those whose reasons are over, and arrange everybody's day."""
    progress("remind")
    now, today = timezone.now(), calendar.today()
    rules = reminder_rules.rules_in_force()
    view = reminders_of_the_desk(today)
    make(view, rules, now, progress)
    arrange_day(rules, now, today)
    find_promises(view.ledger, today)


def make(view: Remind, rules: Rules, now: datetime, progress: Progress | None = None) -> None:
    """Write what the rules say today: new reasons, and which of the standing ones hold no more."""
    holding = view.occasions(rules)
    news = merged(new_ones(holding, rules, view.today), view.money(), rules, view.today)
    by_buyer = {one.customer_id: one for one in news}
    standing = Reminder.objects.filter(state__in=Reminder.STANDING).values_list("customer__customer_id", flat=True)
    keys = sorted({*by_buyer, *standing})
    live = {one.key for one in holding}
    for number, some in enumerate(bulk.parts(keys, AT_ONCE)):
        if progress:
            progress("remind", number * AT_ONCE, len(keys))
        _write([by_buyer[key] for key in some if key in by_buyer], some, live, rules, now)
        bulk.breathe()


@transaction.atomic
def _write(
    news: Sequence[Merged], keys: Sequence[str], live: set[tuple[str, str, str]], rules: Rules, now: datetime
) -> None:
    facts.hold()  # one maker at a time
    buyers = {one.customer_id: one for one in Customer.objects.filter(customer_id__in=keys)}
    rows = Reminder.objects.select_for_update().filter(customer__customer_id__in=keys, state__in=Reminder.STANDING)
    standing = {one.customer_id: one for one in rows}
    _end(standing, live, now)
    said = _said(keys)
    fresh = {
        one.customer_id: left for one in news if (left := [each for each in one.reasons if _key(each) not in said])
    }
    at = moments([buyers[key] for key in fresh if key in buyers], now)
    owners = deputies(timezone.localdate(now))
    told = []
    for one in news:
        buyer = buyers.get(one.customer_id)
        if buyer is None or one.customer_id not in fresh:
            continue
        reminder = _reminder(buyer, standing.get(buyer.pk), one, at[buyer.pk], owners)
        if reminder is not None:
            _add_reasons(reminder, fresh[one.customer_id], rules, now)
            standing[buyer.pk] = reminder
            told += [(reminder, at[buyer.pk])] if reminder.state == State.OPEN else []
    _retell(list(standing.values()))
    due_notices.note_due(told)


def _end(standing: dict[int, Reminder], live: set[tuple[str, str, str]], now: datetime) -> None:
    """Reasons that do not hold any more are over, and so is a reminder without any."""
    rows = ReminderReason.objects.filter(reminder__in=list(standing.values()), over_at=None)
    left: dict[int, int] = defaultdict(int)
    over = []
    for reason in rows.select_related("customer"):
        holds = (reason.rule, reason.customer.customer_id, reason.subject) in live
        left[reason.customer_id] += holds
        over += [] if holds else [reason.pk]
    ReminderReason.objects.filter(pk__in=over).update(over_at=now)
    ended = [one for one in standing.values() if not left[one.customer_id]]
    Reminder.objects.filter(pk__in=[one.pk for one in ended]).update(state=State.OVER, closed_at=now)
    due_notices.withdraw([one.pk for one in ended])
    for one in ended:
        del standing[one.customer_id]


def _retell(reminders: list[Reminder]) -> None:
    """Write with each reminder the reasons that hold now, so that a page asks one table."""
    holding: dict[int, list[ReminderReason]] = defaultdict(list)
    for reason in ReminderReason.objects.filter(reminder__in=reminders, over_at=None).order_by("-urgency", "pk"):
        holding[reason.reminder_id].append(reason)
    changed = []
    for one in reminders:
        told = [
            {"rule": each.rule, "due_on": each.due_on.isoformat(), "subject": each.subject, "facts": each.facts}
            for each in holding[one.pk]
        ]
        if told != one.told:
            one.told, one.rule = told, told[0]["rule"]
            changed.append(one)
    Reminder.objects.bulk_update(changed, ["told", "rule"])


def _said(keys: Sequence[str]) -> set[Key]:
    rows = ReminderReason.objects.filter(customer__customer_id__in=keys)
    return set(rows.values_list("rule", "customer__customer_id", "due_on", "subject"))


def _key(one: Occasion) -> Key:
    return one.rule, one.customer_id, one.due_on, one.subject


def _reminder(
    buyer: Customer, standing: Reminder | None, news: Merged, at: datetime, owners: Mapping[int, int]
) -> Reminder | None:
    """The standing reminder with what is new about it, or a new one; None where the buyer's day has had its own."""
    first = news.reasons[0]
    if standing is not None:
        standing.rule, standing.urgency = first.rule, max(news.urgency, standing.urgency)
        standing.money_at_risk = max(news.money, standing.money_at_risk)
        standing.save(update_fields=["rule", "urgency", "money_at_risk"])
        return standing
    day = timezone.localdate(at)
    if Reminder.objects.filter(customer=buyer, due_on=day).exists():
        return None
    owner = owners.get(buyer.owner_id, buyer.owner_id) if buyer.owner_id else None
    return Reminder.objects.create(
        customer=buyer, owner_id=owner, rule=first.rule, due_on=day, due_at=at, urgency=news.urgency,
        money_at_risk=news.money,
    )  # fmt: skip


def _add_reasons(reminder: Reminder, fresh: Sequence[Occasion], rules: Rules, now: datetime) -> None:
    """The new reasons; an earlier day of the same matter gives way to the new one."""
    for one in fresh:
        earlier = ReminderReason.objects.filter(reminder=reminder, rule=one.rule, subject=one.subject, over_at=None)
        earlier.update(over_at=now)
    ReminderReason.objects.bulk_create(
        ReminderReason(
            reminder=reminder, customer_id=reminder.customer_id, rule=one.rule, due_on=one.due_on, subject=one.subject,
            urgency=rules.urgency(one.rule), facts=dict(one.facts),
        )
        for one in fresh
    )  # fmt: skip
