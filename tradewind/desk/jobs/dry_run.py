"""试运行 What would a draft of the rules remind of tonight, and what do the rules in force?"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from tradewind.desk import calendar, reminder_rules
from tradewind.desk.deputies import deputies
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.reminder_facts import reminders_of_the_desk
from tradewind.desk.models import Customer, Job, Person, Reminder, ReminderReason, ReminderRules
from tradewind.desk.reminder_moments import moments, odd_hours_min
from tradewind.findings.remind import Remind, reason
from tradewind.remind.queue import Merged, within_capacity
from tradewind.remind.rules import Rules, read_rules

SHOWN = 200
Document = dict[str, Any]


def run(job: Job, progress: Progress) -> None:
    """Keep with the draft what it would remind of; one that is gone meanwhile is let be."""
    one = ReminderRules.objects.filter(pk=job.arguments["rules"]).first()
    if one is None:
        return
    progress("remind")
    ReminderRules.objects.filter(pk=one.pk).update(dry_run=dry_run(read_rules(one.rules)))


def dry_run(rules: Rules) -> Document:
    """As JSON: day (tomorrow, when the nightly run makes reminders), reminders (how many new ones), waiting (of them
    beyond a day's capacity), joining (buyers who have a reminder already that gets more reasons), by_rule, by_person,
    first (the first 200 in their order, the buyers by number alone: `reminder_rules.told_to` names them to whom they
    concern), and `in_force`, the same sums of the rules in force."""
    view = reminders_of_the_desk(calendar.tomorrow())
    in_force = tonight(view, reminder_rules.rules_in_force())
    told = tonight(view, rules)
    return {**told, "in_force": {name: told_of for name, told_of in in_force.items() if name != "first"}}


def tonight(view: Remind, rules: Rules) -> Document:
    """What the rules would make of the new day, given what they have said already."""
    said = set(ReminderReason.objects.values_list("rule", "customer__customer_id", "due_on", "subject"))
    standing = set(Reminder.objects.filter(state__in=Reminder.STANDING).values_list("customer__customer_id", flat=True))
    fresh = [
        one
        for one in view.queue(rules)
        if any((each.rule, each.customer_id, each.due_on, each.subject) not in said for each in one.reasons)
    ]
    made = [one for one in fresh if one.customer_id not in standing]
    buyers = {one.customer_id: one for one in Customer.objects.select_related("owner")}
    made = [one for one in made if one.customer_id in buyers]
    owners = _owners(made, buyers, view)
    fits = within_capacity(owners, rules.capacity)
    names = {one.pk: one.username for one in Person.objects.filter(pk__in={owner for owner in owners if owner})}
    whose = [names.get(owner, "") if owner else "" for owner in owners]
    return {
        "day": view.today.isoformat(),
        "reminders": len(made),
        "waiting": sum(not fit and owner is not None for fit, owner in zip(fits, owners, strict=True)),
        "joining": len(fresh) - len(made),
        "by_rule": dict(Counter(each.rule for one in made for each in one.reasons).most_common()),
        "by_person": dict(Counter(whose).most_common()),
        "first": _first(made[:SHOWN], buyers, whose, fits, view.today),
    }


def _owners(made: list[Merged], buyers: dict[str, Customer], view: Remind) -> list[int | None]:
    stand_in = deputies(view.today)
    mine = [buyers[one.customer_id].owner_id for one in made]
    return [stand_in.get(owner, owner) if owner else None for owner in mine]


def _first(
    made: list[Merged], buyers: dict[str, Customer], owners: list[str], fits: list[bool], day: date
) -> list[Document]:
    start = timezone.make_aware(datetime.combine(day, time()))
    at = moments([buyers[one.customer_id] for one in made], start)
    rows = []
    for one, owner, fit in zip(made, owners, fits, strict=False):
        buyer = buyers[one.customer_id]
        rows.append(
            {
                "customer": buyer.pk, "owner": owner,
                "rule": one.reasons[0].rule, "urgency": round(one.urgency, 3), "money_at_risk": one.money,
                "due_at": at[buyer.pk].isoformat(timespec="seconds"), "odd_hours_min": odd_hours_min(at[buyer.pk]),
                "is_waiting": not fit and bool(owner), "reasons": [reason(each) for each in one.reasons],
            }
        )  # fmt: skip
    return rows
