"""Who works at the desk."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """Reps who answer to one manager."""

    name = models.CharField(max_length=80, unique=True)
    made_up = models.BooleanField(default=False)  # of the sample company

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
    made_up = models.BooleanField(default=False)  # of the sample company: no such person exists
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


class Invitation(models.Model):
    """A link by which one person sets a password, once, within days. Only the token's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignedIn(AbstractBaseSession):
    """A browser in which someone is signed in; the row gone, it is signed out."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField(null=True)


class WrongSignIns(models.Model):
    """How often signing in failed of late, for one user name or one network address."""

    key = models.CharField(max_length=80, unique=True)
    count = models.IntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # nobody is let try before
