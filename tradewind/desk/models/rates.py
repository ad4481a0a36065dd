"""Exchange rates that a person has set."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ExchangeRate(models.Model):
    """`per_base` units of `currency` were one unit of `base` from the day `on` until the next rate.

    Wins over the European Central Bank's. Counts only while `base` is the desk's base currency.
    """

    base = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    per_base = models.DecimalField(max_digits=15, decimal_places=8)  # 15 digits: as many as SQLite keeps exactly
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["base", "currency", "on"], name="one_rate_a_day"),
            models.CheckConstraint(condition=models.Q(per_base__gt=0), name="rate_above_nothing"),
        ]
