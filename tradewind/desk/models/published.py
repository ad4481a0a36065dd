"""The company's own figures in the place of published ones."""

from django.conf import settings
from django.db import models


class OwnFigure(models.Model):
    """What the desk shows instead of a published figure, and why; the published one stays in published.json."""

    metric = models.CharField(max_length=40, unique=True)
    figures = models.JSONField()  # average, low, high, case, required: those that the published figure has
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now=True)
