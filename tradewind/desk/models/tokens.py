"""Keys with which programs come to the API in a person's name."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A person's key for a program. Only its hash is kept; `prefix` is how the person tells one from another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class WrongTokens(models.Model):
    """How many wrong tokens came from one network address since when."""

    address = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    count = models.IntegerField(default=0)
