"""What reps do with their digital tools."""

from typing import ClassVar

from django.db import models


class Usage(models.Model):
    """One action of one rep in one tool."""

    rep = models.CharField(max_length=80)
    used_at = models.DateTimeField()
    tool = models.CharField(max_length=80)
    module = models.CharField(max_length=20)  # collect, remind, analyse
    action = models.CharField(max_length=80)
    is_core = models.BooleanField(default=False)  # the work is done with it; looking round is none
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rep", "used_at", "tool", "action"], name="action_once_per_moment")
        ]
