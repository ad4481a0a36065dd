"""Long work, one row each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work that a process of its own does: who holds it, how far it is, how it ended.

    A running job is held by one process (`holder`: machine, process number, start of that process) that renews
    `heartbeat_at`; a job whose holder is gone is taken up again, so every kind of job may run twice without harm.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=20)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    attempts = models.IntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=30, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "kind"])]
