"""Which zone a buyer is in: its own entry, else its telephone, else its country; assumed where that leaves several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tradewind.errors import UnknownZone
from tradewind.hours.zones import same_clock, written_zone, zones_of

NOWHERE = "Etc/Unknown"


@dataclass(frozen=True)
class ZoneFound:
    """A buyer's zone and how sure that is.

    zone         the zone, None when nothing tells it
    source       what told it: own, phone, country; "" when nothing did
    is_certain   False when several zones remain and the country's main one is assumed
    candidates   the zones to ask about, the likeliest first; one when certain
    country      the country, or that of the telephone where the buyer's is not known ("" unknown)
    """

    zone: str | None
    source: str
    is_certain: bool
    candidates: tuple[str, ...]
    country: str


def zone_of_buyer(own: str = "", phones: Iterable[str] = (), country: str = "") -> ZoneFound:
    """The zone of a buyer; an own entry that names no zone is passed over.

    >>> zone_of_buyer(country="BR", phones=["+55 92 3622-1234"]).zone
    'America/Manaus'
    >>> assumed = zone_of_buyer(country="PT")
    >>> assumed.zone, assumed.is_certain, assumed.candidates
    ('Europe/Lisbon', False, ('Europe/Lisbon', 'Atlantic/Azores'))
    """
    calls = [call for phone in phones if phone and (call := _call(phone, country))]
    known = country if zones_of(country) else next((home for home, _ in calls if home), "")
    if own:
        try:
            zone = written_zone(own)
        except UnknownZone:
            pass
        else:
            return ZoneFound(zone, "own", True, (zone,), known)
    narrowed = _narrowed(calls, known)
    if len(narrowed) == 1:
        return ZoneFound(narrowed[0], "phone" if len(zones_of(known)) > 1 else "country", True, narrowed, known)
    candidates = narrowed or zones_of(known)
    if not candidates:
        return ZoneFound(None, "", False, (), known)
    source = "phone" if narrowed or not country else "country"
    return ZoneFound(candidates[0], source, len(candidates) == 1, candidates, known)


def _narrowed(calls: list[tuple[str, tuple[str, ...]]], country: str) -> tuple[str, ...]:
    """The country's zones that the telephones leave, in the country's order; none when they tell nothing about it."""
    for _, zones in calls:
        left = {same_clock(zone, country) for zone in zones} - {None}
        if left:
            return tuple(zone for zone in zones_of(country) if zone in left)
    return ()


@lru_cache(maxsize=4096)
def _call(phone: str, country: str) -> tuple[str, tuple[str, ...]] | None:
    """A telephone's country and zones; None for what is no number, or a number of another country than the buyer's."""
    import phonenumbers
    from phonenumbers.timezone import time_zones_for_number

    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    homes = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if zones_of(country) and country not in homes:
        return None
    home = phonenumbers.region_code_for_number(number) or ""
    return home, tuple(zone for zone in time_zones_for_number(number) if zone != NOWHERE)
