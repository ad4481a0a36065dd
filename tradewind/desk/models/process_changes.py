"""流程变更 A day on which the work was changed: cases before it are compared with those from it on."""

from django.conf import settings
from django.db import models


class ProcessChange(models.Model):
    """A change of process of the whole desk; `programme` is the one that brought it, if one did."""

    on = models.DateField()
    name = models.CharField(max_length=120)
    programme = models.ForeignKey("desk.Programme", models.SET_NULL, null=True, related_name="changes")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
