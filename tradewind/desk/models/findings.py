"""What the jobs found: per buyer, and as sums per scope, so that every door tells the same number."""

from typing import ClassVar

from django.db import models

from tradewind.desk.models.customers import Customer


class FindingRun(models.Model):
    """One computation of one matter: which facts it saw, as of which day, with which parameters."""

    matter = models.CharField(max_length=20)
    facts_version = models.IntegerField()
    as_of = models.DateField()
    data_end = models.DateField(null=True)  # day of the newest order
    horizon_days = models.IntegerField(default=90)
    parameters = models.JSONField(default=dict)
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(is_current=True), name="one_current_run_per_matter"
            )
        ]


class BuyerRisk(models.Model):
    """One buyer in one retention run; the columns are those of `retention.warning.buyers_at_risk`."""

    run = models.ForeignKey(FindingRun, models.CASCADE, related_name="buyers")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="risks")
    first_ordered_on = models.DateField()
    last_ordered_on = models.DateField()
    order_days = models.IntegerField()
    silent_days = models.IntegerField()
    cycle_days = models.FloatField(null=True)
    overdue = models.FloatField(null=True)
    p_alive = models.FloatField()
    p_no_order = models.FloatField()
    expected_orders = models.FloatField()
    trailing_amount = models.FloatField()
    money_at_risk = models.FloatField()
    score = models.FloatField()
    shrinks_by = models.FloatField(default=0.0, db_default=0.0)
    flagged_on = models.DateField(null=True)
    channel = models.CharField(max_length=10, blank=True, default="", db_default="")
    on_list = models.BooleanField()
    why_not = models.CharField(max_length=30, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "customer"], name="buyer_once_per_run")]
        indexes: ClassVar = [models.Index(fields=["run", "on_list", "-score"])]


class ScopeFinding(models.Model):
    """A finding summed over what one person may see: `all`, `team:<id>` or `rep:<id>`."""

    run = models.ForeignKey(FindingRun, models.CASCADE, related_name="scopes")
    scope = models.CharField(max_length=30)
    name = models.CharField(max_length=40)
    document = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "scope", "name"], name="finding_once_per_scope")
        ]


class Drawing(models.Model):
    """A chart of a finding, drawn once per language."""

    run = models.ForeignKey(FindingRun, models.CASCADE, related_name="drawings")
    scope = models.CharField(max_length=30)
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    svg = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "scope", "name", "language"], name="drawing_once")
        ]


class SaidChance(models.Model):
    """What a run said of a buyer's chance of no order within the horizon: of the first run of each month, kept."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="said_chances")
    said_on = models.DateField()
    horizon_days = models.IntegerField()
    p_no_order = models.FloatField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "said_on"], name="said_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["said_on"], name="said_by_day")]
