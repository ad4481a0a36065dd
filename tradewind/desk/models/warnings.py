"""Churn warnings as cases that people work on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer


class ChurnWarning(models.Model):
    """A buyer on the list: since when, who works on it, and how it ended.

    One open warning per buyer. A run opens it, closes it as won back when the buyer orders again, as lost after a
    silent year, and lets it rest (`quiet`) when the buyer leaves the list without ordering.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        WORKING = "working", _("in progress")
        WON_BACK = "won_back", _("won back")
        LOST = "lost", _("lost")
        QUIET = "quiet", _("off the list")

    class Outcome(models.TextChoices):
        WON_BACK = "won_back", _("won back")
        LOST = "lost", _("lost")
        PRICE = "lost_price", _("lost to price")
        RIVAL = "lost_rival", _("lost to a rival")
        SERVICE = "lost_service", _("lost to delivery or quality")
        CLOSED_DOWN = "closed_down", _("closed down")
        SEASONAL = "seasonal", _("seasonal")

    OPEN = (State.NEW, State.WORKING)

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="warnings")
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    first_seen_on = models.DateField()
    last_ordered_on = models.DateField()  # the order after which the silence began
    assigned = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=20, choices=Outcome, blank=True, default="", db_default=""
    )  # that a person saw
    note = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(state__in=["new", "working"]), name="one_open_warning"
            )
        ]


class Season(models.Model):
    """A seasonal buyer is left alone until the day on which it is expected again."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="season")
    until_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
