"""`tradewind remind …`: whom to contact when, and what time it is over there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from tradewind.cli.printing import JSON, print_json
from tradewind.cli.reminders import dry_run, remind_today
from tradewind.cli.words import language, say
from tradewind.errors import NoTime

LOCALES = {"zh": "zh_Hans", "en": "en"}


@click.group()
def remind() -> None:
    """Whom to contact when and why, and the buyer's clock."""


remind.add_command(remind_today)
remind.add_command(dry_run)


@remind.command()
@click.option("--country", default="", help="Two letters, e.g. BR: its zone, weekend, holidays and make-up workdays.")
@click.option("--zone", default="", help="A name such as America/Manaus, or a distance such as UTC+08:00.")
@click.option("--phone", default="", help="A telephone number; its area tells the zone.")
@click.option("--at", "at", default="", help="A moment with its zone, e.g. 2026-02-13T09:00Z (default: now).")
@JSON
def clock(country: str, zone: str, phone: str, at: str, as_json: bool) -> None:
    """What a buyer's clock shows: local time, open or why not, and when it opens next."""
    from tradewind.desk.clock_told import clock_asked_for

    document = clock_asked_for(country, zone, phone, _moment(at))
    print_json(document) if as_json else _print(document)


def _moment(said: str) -> datetime:
    if not said:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(said)
    except ValueError as error:
        raise NoTime(said=said) from error


def _print(document: dict[str, Any]) -> None:
    from babel.dates import format_datetime

    from tradewind.desk.clock_told import OPEN, WHY_CLOSED, city

    spoken = LOCALES[language()]
    names = document["holiday_names"] or {}
    holiday = (names.get("zh") if spoken == "zh_Hans" else "") or document["holiday"]
    state = say(WHY_CLOSED[document["why_closed"]], holiday=holiday) if document["why_closed"] else say(OPEN)
    local, opens = (datetime.fromisoformat(document[name]) for name in ("local", "next_open_local"))
    told = [
        format_datetime(moment, "EEEE y-MM-dd HH:mm", tzinfo=moment.tzinfo, locale=spoken) for moment in (local, opens)
    ]
    place = city(document["zone"], spoken)
    click.echo(
        say("{place}: {local} ({zone}), {state}", place=place, local=told[0], zone=document["zone"], state=state)
    )
    if not document["is_open"]:
        click.echo(
            say("Opens {local} there, {utc} UTC", local=told[1], utc=document["next_open_utc"][:16].replace("T", " "))
        )
    if not document["zone_certain"]:
        others = ", ".join(document["zone_candidates"])
        click.echo(say("The zone is assumed. Say which with --zone: {zones}", zones=others))
    if document["country"] and not document["holidays_known"]:
        click.echo(say("Not all public holidays of that year are known yet."))
