"""The person of a session, read with the team that every page names, and whether the person stands in for anybody."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from tradewind.desk import calendar
from tradewind.desk.deputies import stands_in_on
from tradewind.desk.models import Person


class WithTeam(ModelBackend):
    """Django's sign-in by user name and password; a session's person comes with the team in one query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person with this number, who may still sign in; else None."""
        known = Person.objects.select_related("team").annotate(stands_in_today=stands_in_on(calendar.today()))
        person = known.filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
