"""How content buyers say they are."""

from typing import ClassVar

from django.db import models

from tradewind.desk.models.customers import Customer


class Rating(models.Model):
    """What one buyer answered to one question of content, from 1 (unhappy) to 5 (happy)."""

    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        to_field="customer_id",
        db_column="customer_id",
        related_name="ratings",
        db_index=False,
    )
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="", db_default="")
    rated_at = models.DateTimeField()
    score = models.FloatField()
    source = models.CharField(max_length=40)
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            # of two buyers who are merged each keeps what it said, so the key of the source counts too
            models.UniqueConstraint(
                fields=["customer", "rated_at", "source", "source_customer"], name="rating_once_per_moment"
            ),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="rating_from_1_to_5"),
        ]
