"""Which day the desk looks from."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

DATA_ENDED_DAYS = 45


def today() -> date:
    """Today in the team's time zone."""
    return timezone.localdate()


def tomorrow() -> date:
    """The day after today, in the team's time zone."""
    return today() + timedelta(days=1)


def as_of(data_end: date, today: date) -> date:
    """Today; the day of the newest order when that is more than 45 days past, as in a file of old orders."""
    return data_end if data_has_ended(data_end, today) else today


def data_has_ended(data_end: date, today: date) -> bool:
    """Whether the newest order is so old that findings as of today would call every buyer lost."""
    return data_end < today - timedelta(days=DATA_ENDED_DAYS)
