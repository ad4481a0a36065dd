"""Who works at the desk."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """Reps who answer to one manager."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """How people are added."""

    def add(self, username: str, **fields: Any) -> "Person":
        """A new person who cannot sign in by password until one is set."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Someone who signs in. The role decides whose buyers the person sees: own, the team's, or all."""

    class Role(models.TextChoices):
        REP = "rep", _("Sales rep")
        MANAGER = "manager", _("Sales manager")
        ADMIN = "admin", _("Administrator")

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.REP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team"])]

    def __str__(self) -> str:
        return self.name or self.username


class SignInLink(models.Model):
    """A link that signs one person in, once, within minutes. Only the token's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
