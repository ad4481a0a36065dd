"""推广与培训 Roll-outs of tools and trainings: whom they reached; pages opened; and what a person shows of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RollOut(models.Model):
    """A tool, or a training in it, that reached some people from a day on.

    `seats` are the licensed seats of the tool, where the team knows them.
    """

    class Kind(models.TextChoices):
        TOOL = "tool", _("Roll-out")
        TRAINING = "training", _("Training")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TOOL)
    tool = models.CharField(max_length=80)
    on = models.DateField()
    seats = models.IntegerField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.tool


class Reached(models.Model):
    """One person whom a roll-out reached."""

    roll_out = models.ForeignKey(RollOut, models.CASCADE, related_name="reached")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["roll_out", "person"], name="reached_once")]


class OpenedPage(models.Model):
    """That a person opened a page with findings on a day; how often, and when that day, is not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()
    page = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "on", "page"], name="opened_once_a_day")]


class ToolsShown(models.Model):
    """What a person lets whoever manages the person see, beside the team's sums: the own use."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tools_shown")
    use = models.BooleanField(default=False)
