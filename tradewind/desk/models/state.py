"""The desk's own state, one row."""

from django.db import models


class DeskState(models.Model):
    """What holds for the whole desk. `facts_version` grows whenever a fact changes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    facts_version = models.IntegerField(default=0)
    facts_token = models.CharField(max_length=16, default="")  # new with every version, so that no two desks share one
    sample = models.ForeignKey(
        "desk.Batch", models.SET_NULL, null=True, related_name="+"
    )  # the made-up company's import
    false_alarms = models.FloatField(default=0.10, db_default=0.10)  # the budget of the early warning, a share
    process_reading = models.JSONField(default=dict, db_default={})  # how the log is read; see desk.process_reading
    base_currency = models.CharField(max_length=3, blank=True)  # empty until the first import decides it

    @classmethod
    def now(cls) -> "DeskState":
        """The state as it is; made when the desk is new."""
        return cls.objects.get_or_create(id=1)[0]
