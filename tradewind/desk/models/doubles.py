"""Buyers who may be one and the same, and those whom a person has merged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer


class Double(models.Model):
    """Two buyers who look like one. What a person said about a pair outlives the buyers, so that a pair that is no
    double never comes back, not even when its import was taken back and came in again."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MERGED = "merged", _("merged")
        NOT_DOUBLE = "not_double", _("no double")

    customer = models.ForeignKey(
        Customer,
        models.DO_NOTHING,
        to_field="customer_id",
        db_column="customer_id",
        db_constraint=False,
        related_name="+",
    )
    other = models.ForeignKey(
        Customer, models.DO_NOTHING, to_field="customer_id", db_column="other_id", db_constraint=False, related_name="+"
    )  # of the two keys the greater one
    why = models.CharField(max_length=60)  # a code, or several with a comma between them
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "other"], name="pair_once")]
        indexes: ClassVar = [models.Index(fields=["state"])]


class Merge(models.Model):
    """One buyer merged into another: all that is needed to take it apart again.

    `set_aside` is a merge that is taken apart only while an import is taken back.
    """

    class State(models.TextChoices):
        DONE = "done", _("merged")
        SET_ASIDE = "set_aside", _("set aside")
        UNDONE = "undone", _("taken apart")

    kept = models.ForeignKey(
        Customer, models.DO_NOTHING, to_field="customer_id", db_column="kept_id", db_constraint=False, related_name="+"
    )
    other_key = models.CharField(max_length=200, db_index=True)
    other_name = models.CharField(max_length=200)
    other_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DONE)
    remembered = models.JSONField(default=dict)  # see desk/merging.py
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class CustomerAlias(models.Model):
    """A key that files still use for a buyer who was merged into another: it now means that other one."""

    alias = models.CharField(max_length=200, unique=True)
    customer = models.ForeignKey(
        Customer, models.CASCADE, to_field="customer_id", db_column="customer_id", related_name="aliases"
    )
