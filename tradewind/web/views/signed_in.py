"""A request of a person who has signed in, which the login middleware sees to."""

from django.http import HttpRequest

from tradewind.desk.models import Person


class Request(HttpRequest):
    """What every view behind the sign-in gets."""

    user: Person
