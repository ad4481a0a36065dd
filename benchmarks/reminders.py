"""Reminders of the sample company at ten times its size: how long they take to make, whether a second run adds any, how
late they are there for their moment, and how fast each act of a rep who clears 30 entries of Today answers.

    python -m benchmarks.reminders [BUYERS]

A desk of its own in a temporary folder (TRADEWIND_HOME: that desk, filled already; DATABASE_URL: on that database).
Pages are asked through Django's client in this process: the whole way of a request but the server's socket.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradewind.desk.models import Person

BUYERS, CLEARED = 4_000, 30


def main() -> None:
    """Print a line per figure."""
    os.environ.setdefault("TRADEWIND_HOME", tempfile.mkdtemp(prefix="tradewind-reminders-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tradewind.settings"
    from tradewind.cli.opening import open_desk

    me = open_desk()
    from django.db import connection
    from django.utils import timezone

    from tradewind.cli.finishing import finish
    from tradewind.desk import calendar, reminder_rules, sample
    from tradewind.desk.jobs.performing import perform
    from tradewind.desk.models import Customer, DueNotice, Job, Person, Reminder, ReminderReason

    if not Customer.objects.exists():
        finish(sample.load(me, int(sys.argv[1]) if len(sys.argv) > 1 else BUYERS))
        for job in Job.objects.filter(state="queued").exclude(kind__in=("charts", "remind")).order_by("pk"):
            perform(job.pk)
    Reminder.objects.all().delete()
    print(f"{Customer.objects.count():,} buyers on {connection.vendor}, {calendar.today()}", flush=True)
    begun = timezone.now()
    took = _seconds(lambda: perform(reminder_rules.queue_reminders().pk))
    counts = (Reminder.objects.count(), ReminderReason.objects.count(), DueNotice.objects.count())
    print("made {:,} reminders of {:,} reasons, {:,} people to tell, in {:.1f} s".format(*counts, took))
    late = sorted(max((one.made_at - max(one.due_at, begun)).total_seconds(), 0) for one in DueNotice.objects.all())
    at_99 = late[int(len(late) * 0.99) - 1]
    print(f"there for its moment: {at_99:.1f} s late at the 99th percentile, {late[-1]:.1f} s at most")
    again = _seconds(lambda: perform(reminder_rules.queue_reminders().pk))
    same = counts == (Reminder.objects.count(), ReminderReason.objects.count(), DueNotice.objects.count())
    print(f"a second run adds {'nothing' if same else 'something'}, in {again:.1f} s")
    reps = Person.objects.filter(role="rep", is_active=True)
    busiest = max(reps, key=lambda one: one.reminders.filter(is_waiting=False).count())
    _clear(busiest)


def _clear(rep: Person) -> None:
    """Open Today and clear 30 entries as the keys e and s do: the box, then the act."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost", headers={"hx-request": "true"})
    client.force_login(rep)

    def asked(path: str, said: dict[str, str] | None = None) -> tuple[float, str]:
        begun = time.perf_counter()
        answer = client.post(path, said) if said is not None else client.get(path)
        return time.perf_counter() - begun, answer.content.decode()

    pages = [asked("/") for _ in range(10)]
    buyers = re.findall(r'id="buyer-(\d+)"', pages[-1][1])[:CLEARED]
    boxes, acts = [], []
    for number, buyer in enumerate(buyers):
        path = f"/customers/{buyer}/{'snooze' if number % 3 == 2 else 'done'}"
        took, box = asked(path)
        step = re.search(r'name="step" value="(\d*)"', box)
        boxes.append(took)
        acts.append(asked(path, {"step": step[1] if step else "", "result": "called", "day": "days_3"})[0])
    print(f"Today of {rep}, {len(buyers)} entries cleared; milliseconds:")
    for name, told in (("page", [took for took, _ in pages]), ("box", boxes), ("act", acts)):
        cut = quantiles(told, n=20, method="inclusive")
        print(f"  {name:<5} median {cut[9] * 1e3:6.0f}   95 % {cut[18] * 1e3:6.0f}   most {max(told) * 1e3:6.0f}")


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
