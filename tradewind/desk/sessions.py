"""Sessions that know whose they are, so that a person sees them and all can be ended at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from tradewind.desk.models import Person, SignedIn

PERSON, FROM = "_auth_user_id", "from"


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with the person beside them."""

    @classmethod
    def get_model_class(cls) -> type[SignedIn]:
        return SignedIn

    def create_model_instance(self, data: dict[str, Any]) -> SignedIn:
        row = super().create_model_instance(data)
        assert isinstance(row, SignedIn)
        came = data.get(FROM, {})
        row.person_id = int(data[PERSON]) if PERSON in data else None
        row.address, row.browser = came.get("address", ""), came.get("browser", "")
        row.began_at = datetime.fromisoformat(came["at"]) if "at" in came else None
        return row


def origin(address: str, browser: str) -> dict[str, str]:
    """What is kept of where someone signed in."""
    return {"address": address[:64], "browser": browser[:200], "at": timezone.now().isoformat()}


def sessions_of(person: Person) -> list[SignedIn]:
    """Where the person is signed in, the newest first."""
    return list(SignedIn.objects.filter(person=person, expire_date__gt=timezone.now()).order_by("-expire_date"))


def end_sessions(person: Person, but: str | None = None) -> int:
    """Sign the person out everywhere, but in the session with the key `but`; says how many ended."""
    ended, _each = SignedIn.objects.filter(person=person).exclude(session_key=but or "").delete()
    return ended
