"""How a buyer stands, by day: each change with its reasons."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer
from tradewind.desk.models.findings import FindingRun


class BuyerState(models.Model):
    """A state that a buyer came into on a day, and by which numbers; see `retention.states`. Never changed afterwards.

    A row is one change and one reminder of it: `seen_at` is when a person has taken note. A row at_risk is a warning:
    its `last_ordered_on` names the silence, `budget` the false alarms that were allowed.
    """

    class State(models.TextChoices):
        HEALTHY = "healthy", _("healthy")
        COOLING = "cooling", _("cooling")
        AT_RISK = "at_risk", _("at risk")
        LOST = "lost", _("lost")
        WON_BACK = "won_back", _("won back")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="states")
    number = models.PositiveIntegerField()  # of the buyer's states, from 1 on
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    was = models.CharField(max_length=10, choices=State, blank=True)
    why = models.CharField(max_length=20)
    last_ordered_on = models.DateField()
    silent_days = models.IntegerField()
    cycle_days = models.FloatField(null=True)
    late = models.FloatField(null=True)
    p_no_order = models.FloatField()
    money_at_risk = models.FloatField()
    flagged_on = models.DateField(null=True)
    channel = models.CharField(max_length=10, blank=True)
    budget = models.FloatField()
    reasons = models.JSONField(default=list)
    run = models.ForeignKey(FindingRun, models.SET_NULL, null=True, related_name="states")
    is_current = models.BooleanField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "number"], name="state_once_per_buyer"),
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(is_current=True), name="one_current_state_per_buyer"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_current", "state"], name="buyers_by_state"),
            models.Index(fields=["state", "on"], name="states_by_day"),
        ]
