"""Orders and their lines. Money is kept as whole ten-thousandths of the currency unit, exactly."""

from typing import ClassVar

from django.db import models

from tradewind.desk.models.customers import Customer


class Order(models.Model):
    """One order of one buyer; `amount` is the sum of its lines, negative for a cancellation or return."""

    order_id = models.CharField(max_length=200, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, to_field="customer_id", db_column="customer_id", related_name="orders"
    )
    # the source's key of the buyer, where that one was merged into this one
    source_customer = models.CharField(max_length=200, blank=True, default="", db_default="")
    ordered_on = models.DateField()
    ordered_at = models.DateTimeField(null=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    amount_base = models.BigIntegerField(null=True)
    requested_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    shipped_on = models.DateField(null=True)
    rep = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=32)  # of the order and its lines as the source has them
    created_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")
    changed_batch = models.ForeignKey("desk.Batch", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-ordered_on"]), models.Index(fields=["-ordered_on"])]


class OrderLine(models.Model):
    """One line of an order."""

    order = models.ForeignKey(
        Order, models.CASCADE, to_field="order_id", db_column="order_id", related_name="lines", db_index=False
    )
    line_no = models.IntegerField()
    product = models.CharField(max_length=300, blank=True)
    product_line = models.CharField(max_length=120, blank=True)
    quantity = models.FloatField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "line_no"], name="line_once_per_order")]
