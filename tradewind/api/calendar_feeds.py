"""日历 One's own calendar feed: whether there is one, a new address, its end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Field, Form, Router, Schema, Status

from tradewind.api.bearer import Request
from tradewind.api.shapes import refused
from tradewind.desk import calendar_feeds
from tradewind.desk.models import CalendarFeed

router = Router()


class Asked(Schema):
    """What the calendar holds besides next steps."""

    holidays: bool = Field(False, description=_("Public holidays of your buyers, 60 days ahead"))


@router.get("", response={200: dict[str, Any], **refused()}, summary=_("Your calendar feed"))
def feed(request: Request) -> dict[str, Any]:
    """Never its address, which is shown once."""
    return document(calendar_feeds.feed_of(request.auth))


@router.post("", response={201: dict[str, Any], **refused(422)}, summary=_("Make or renew your calendar address"))
def make(request: Request, asked: Form[Asked]) -> Status[dict[str, Any]]:
    """The address, this once; one of before ends."""
    made, secret = calendar_feeds.make(request.auth, asked.holidays)
    desk = settings.TRADEWIND_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return Status(201, {"address": desk + reverse("calendar", args=[secret]), **document(made)})


@router.post("revoke", response={200: dict[str, Any], **refused()}, summary=_("End your calendar address"))
def revoke(request: Request) -> dict[str, Any]:
    """Nothing is read there from now on."""
    calendar_feeds.revoke(request.auth)
    return document(None)


def document(feed: CalendarFeed | None) -> dict[str, Any]:
    """A feed, or that there is none."""
    return {
        "is_open": feed is not None,
        "holidays": feed is not None and feed.with_holidays,
        "made_at": feed and feed.made_at.isoformat(timespec="seconds"),
        "last_read_at": feed and feed.last_read_at and feed.last_read_at.isoformat(timespec="seconds"),
    }
