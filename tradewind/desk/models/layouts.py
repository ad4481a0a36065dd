"""How a person said that files of one shape are to be read."""

from django.db import models


class Layout(models.Model):
    """The corrections that a person made to the reading of a file, kept for the next file with the same headings."""

    shape = models.CharField(max_length=64, unique=True)  # hash of the headings
    options = models.JSONField(default=dict)  # headings, dates, decimal, currency, as the person chose them
    used_at = models.DateTimeField(auto_now=True)
