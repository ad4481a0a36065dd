"""The address by which a person's calendar reads what is due."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """A person's calendar feed. Only its address's hash is kept; the row gone, the address leads nowhere."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    with_holidays = models.BooleanField(default=False)  # the buyers' public holidays as well
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)  # to the minute
