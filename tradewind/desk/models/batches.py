"""Imports: what came in, what it did, and what the rows were before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One file on its way in, and for good the record of what it did.

    Counts are source rows: read = created + updated + unchanged + skipped + failed, whenever the state is `done`.
    """

    class State(models.TextChoices):
        INSPECTING = "inspecting", _("being read")
        WAITING = "waiting", _("waits for your yes")
        WRITING = "writing", _("being written")
        DONE = "done", _("imported")
        FAILED = "failed", _("not imported")
        CANCELLED = "cancelled", _("given up")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    state = models.CharField(max_length=12, choices=State, default=State.INSPECTING)
    kind = models.CharField(max_length=12, blank=True)  # orders, customers, contacts
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=120)  # below TRADEWIND_HOME/uploads
    size_bytes = models.BigIntegerField()
    options = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="batches")
    source = models.ForeignKey("desk.Source", models.SET_NULL, null=True, related_name="batches")  # that brought it
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    read = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    facts = models.JSONField(default=dict)  # per table: {"orders": {"created": …, "updated": …, "unchanged": …}}
    problems = models.JSONField(default=list)  # the first ones: row, column, value, reason, outcome
    reasons = models.JSONField(default=dict)  # how many rows per reason
    reading = models.JSONField(default=dict)  # what the file is: form, columns with samples, order of dates
    error = models.JSONField(null=True)  # {"code", "facts"} of the error that stopped it
    undo = models.JSONField(null=True)  # what taking it back did: {"deleted", "restored", "kept"}

    class Meta:
        ordering: ClassVar = ["-id"]


class RowBefore(models.Model):
    """A row as it was before an import changed it, so that the import can be taken back entirely."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows_before")
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    before = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "table", "key"], name="row_before_once")]
