"""会议 A person's meetings out of a calendar file: taken in anew each time, forgotten on request."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tradewind.desk.audit import note_change
from tradewind.desk.models import Meeting, Person
from tradewind.desk.reading_plans import about
from tradewind.errors import CalendarNotRead
from tradewind.hours import written_zone

READ = "meetings_read"
AHEAD = timedelta(days=90)
MOST_MB = 2  # as collect.meetings reads at most
MOST_BYTES = MOST_MB * 1_000_000


def too_large(name: str, size: int) -> CalendarNotRead:
    """What is said of a file beyond MOST_BYTES."""
    return CalendarNotRead(file=name, why=f"{size / 1e6:.1f} MB", most_mb=MOST_MB)


def read_calendar(person: Person, data: bytes, name: str) -> int:
    """Keep the person's meetings of the next 90 days in place of those before; returns how many.

    Only when they are is kept. Raises CalendarNotRead.
    """
    from tradewind.collect.meetings import meetings  # brings Polars

    now = timezone.now()
    found = meetings(data, name, written_zone(settings.TIME_ZONE), now - timedelta(days=1), now + AHEAD)
    with transaction.atomic():
        Meeting.objects.filter(person=person).delete()
        Meeting.objects.bulk_create(Meeting(person=person, starts_at=since, ends_at=until) for since, until in found)
        note_change(person, READ, about(person), meetings=len(found))
    return len(found)


@transaction.atomic
def forget(person: Person) -> int:
    """Keep none of the person's meetings any more; returns how many there were."""
    count = Meeting.objects.filter(person=person).delete()[0]
    note_change(person, READ, about(person), meetings=0)
    return count
