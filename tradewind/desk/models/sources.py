"""Where facts come from by themselves: a mailbox, a shop, a provider that calls us."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sealed(models.TextField):  # type: ignore[type-arg]
    """A column that holds only what `desk/sealing.py` has encrypted; rotating the key finds it by its type."""


class Source(models.Model):
    """One source of facts. What it needs to know is in `settings`, or, where it is secret, encrypted in `secrets`.

    `cursor` says where to go on: what has been kept already is not fetched again. `count` are the facts that came in
    new, `last_fact_at` when the last of them did; `last_error` is the {"code", "facts"} of what went wrong since.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        REMOVING = "removing", _("being removed")

    kind = models.CharField(max_length=20)  # one of desk/sources/kinds.py
    name = models.CharField(max_length=80)
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sources")  # whose it is
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    settings = models.JSONField(default=dict)
    secrets = Sealed(blank=True)
    token = models.CharField(max_length=64, unique=True)  # the last part of the address that a provider calls
    cursor = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    last_pull_at = models.DateTimeField(null=True)  # when it was looked at last, whatever came of it
    last_heard_at = models.DateTimeField(null=True)  # when something last came from it, new or not
    last_fact_at = models.DateTimeField(null=True)
    count = models.BigIntegerField(default=0)
    last_error = models.JSONField(null=True)
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name
