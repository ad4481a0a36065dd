"""What happened to whom in a process: an event log."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One step of one case, e.g. of an order on its way from inquiry to balance.

    Events of one moment stand in their source's order: `position` counts them, from 0. `cost` is in whole
    ten-thousandths of the desk's base currency.
    """

    case_id = models.CharField(max_length=200)
    activity = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    position = models.IntegerField(default=0)
    resource = models.CharField(max_length=120, blank=True)
    lifecycle = models.CharField(max_length=20, blank=True)
    cost = models.BigIntegerField(null=True)
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "happened_at", "position"], name="event_once_per_place")
        ]
