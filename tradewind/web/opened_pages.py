"""Which pages with findings were opened by whom on which day: one row at the first look of the day, and no more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from tradewind.desk import calendar
from tradewind.desk.models import OpenedPage

MATTERS = ("retention", "process", "adoption")
OK = 200

log = logging.getLogger(__name__)


class OpenedPages:
    """Keeps that a page with findings was opened; what this process has kept already today costs nothing more."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self._kept: set[tuple[int, str]] = set()
        self._on: date | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        match = request.resolver_match
        name = (match.url_name or "") if match else ""
        is_opened = request.method == "GET" and response.status_code == OK and name.split("-")[0] in MATTERS
        if is_opened and (person := getattr(request.user, "pk", None)):
            self._keep(person, name)
        return response

    def _keep(self, person: int, page: str) -> None:
        """A page that cannot be kept, as while an import holds the database, is shown all the same."""
        today = calendar.today()
        if self._on != today:
            self._on, self._kept = today, set()
        if (person, page) in self._kept:
            return
        try:
            rows = [OpenedPage(person_id=person, on=today, page=page[:40])]
            OpenedPage.objects.bulk_create(rows, ignore_conflicts=True)
        except DatabaseError:
            log.warning("that a page was opened could not be kept", exc_info=True)
        else:
            self._kept.add((person, page))
