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


class TalkIndex(models.Model):
    """Up to which message the words of a buyer with very many messages are in `TalkWord`; stale: to be made anew."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="talk_index")
    until = models.BigIntegerField(default=0)  # number of a message
    is_stale = models.BooleanField(default=False)


class TalkWord(models.Model):
    """In which of a buyer's messages two letters stand side by side: their numbers, eight bytes each, ascending."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="talk_words", db_index=False)
    word = models.BinaryField(max_length=12)  # the two letters, folded, in UTF-8
    numbers = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "word"], name="talk_word_once")]
