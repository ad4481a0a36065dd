"""流程再造 Programmes of change: their versions with what they rest on, and what was decided when on what figures."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """One programme of change of a team; without a team it is the whole desk's."""

    name = models.CharField(max_length=120)
    team = models.ForeignKey("desk.Team", models.PROTECT, null=True, related_name="programmes")
    remeasure_on = models.DateField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ProgrammeVersion(models.Model):
    """What a programme was said to cost and bring. `inputs` is as `tradewind process programme` reads it; `chances` its
    Monte Carlo, which a job computes."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    inputs = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    chances = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "number"], name="version_once")]


class ProgrammeDecision(models.Model):
    """Go on or stop: who said so, when, on which version and figures, and when it is measured again."""

    class Choice(models.TextChoices):
        GO_ON = "go_on", _("go on")
        STOP = "stop", _("stop")

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice)
    why = models.CharField(max_length=300, blank=True)
    figures = models.JSONField()
    remeasure_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)
