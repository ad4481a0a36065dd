"""The words by which a buyer is found."""

from typing import ClassVar

from django.db import models

from tradewind.desk.models.customers import Customer


class SearchWord(models.Model):
    """A word as one may begin to type it, in UTF-8 bytes: those sort alike on both databases, whatever the locale."""

    word = models.BinaryField(max_length=96)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="words")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["word", "customer"])]
