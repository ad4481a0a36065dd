"""跟进 Follow-ups: what is to be done next for a buyer, by whom and by when, and how it went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tradewind.desk.models.customers import Customer


class FollowUp(models.Model):
    """A next step; of open ones a buyer has at most one.

    An empty `what` is to get in touch. `first_due_on` stays when the step is put off, so that putting off shows.
    """

    class State(models.TextChoices):
        OPEN = "open", _("next step")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="follow_ups")
    what = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    first_due_on = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    result = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(state="open"), name="one_next_step_per_buyer"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["customer", "-closed_at"]),
            models.Index(fields=["-closed_at"]),
        ]

    def __str__(self) -> str:
        return self.what
