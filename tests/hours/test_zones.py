"""Which zone a buyer is in, and how sure that is."""

from __future__ import annotations

import pytest

from tradewind.errors import UnknownZone
from tradewind.hours import written_zone, zone_of_buyer, zones_of
from tradewind.hours.zones import countries

MAIN = {
    "US": "America/New_York", "CA": "America/Toronto", "BR": "America/Sao_Paulo", "RU": "Europe/Moscow",
    "AU": "Australia/Sydney", "MX": "America/Mexico_City", "ID": "Asia/Jakarta", "CD": "Africa/Kinshasa",
    "CL": "America/Santiago", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "PT": "Europe/Lisbon",
    "MN": "Asia/Ulaanbaatar", "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "KI": "Pacific/Tarawa",
    "FM": "Pacific/Pohnpei", "UM": "Pacific/Wake", "GL": "America/Nuuk", "UA": "Europe/Kyiv",
}  # fmt: skip


@pytest.mark.parametrize("country", sorted(MAIN))
def test_a_country_of_several_clocks_is_assumed_at_its_main_one_and_asked(country: str) -> None:
    found = zone_of_buyer(country=country)
    assert (found.zone, found.source, found.is_certain) == (MAIN[country], "country", False)
    assert found.candidates[0] == MAIN[country] and len(found.candidates) > 1


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("CN", "Asia/Shanghai"),
        ("DE", "Europe/Berlin"),
        ("AR", "America/Argentina/Buenos_Aires"),
        ("KZ", "Asia/Almaty"),
        ("MY", "Asia/Kuala_Lumpur"),
    ],
)
def test_a_country_on_one_clock_is_certain_however_many_names_it_has(country: str, zone: str) -> None:
    found = zone_of_buyer(country=country)
    assert (found.zone, found.is_certain, found.candidates) == (zone, True, (zone,))


def test_the_own_entry_comes_before_the_telephone_and_that_before_the_country() -> None:
    assert zone_of_buyer("America/Manaus", ["+55 11 98765-4321"], "BR").zone == "America/Manaus"
    by_phone = zone_of_buyer("", ["+55 92 3622-1234"], "BR")
    assert (by_phone.zone, by_phone.source, by_phone.is_certain) == ("America/Manaus", "phone", True)
    assert zone_of_buyer("", ["(11) 98765-4321"], "BR").zone == "America/Sao_Paulo", "written as at home"


def test_a_telephone_of_many_zones_only_narrows_what_is_asked() -> None:
    mobile = zone_of_buyer("", ["+7 916 123-45-67"], "RU")
    assert not mobile.is_certain and mobile.zone == "Europe/Moscow" and "Europe/Kaliningrad" not in mobile.candidates
    assert not zone_of_buyer("", ["+1 800 555 1234"], "US").is_certain


def test_a_telephone_abroad_or_nonsense_says_nothing() -> None:
    for phone in ("+86 138 0013 8000", "call me", "123", ""):
        assert zone_of_buyer("", [phone], "BR") == zone_of_buyer(country="BR")


def test_the_second_telephone_helps_where_the_first_is_silent() -> None:
    assert zone_of_buyer("", ["n/a", "+1 212 555 1234"], "US").zone == "America/New_York"


def test_a_telephone_tells_the_country_where_none_is_known() -> None:
    found = zone_of_buyer("", ["+971 50 123 4567"], "European Community")
    assert (found.zone, found.country, found.is_certain) == ("Asia/Dubai", "AE", True)


def test_with_nothing_told_there_is_no_zone() -> None:
    assert zone_of_buyer("", [], "").zone is None
    assert zone_of_buyer("somewhere", [], "Atlantis").zone is None


def test_an_own_entry_that_is_no_zone_is_passed_over() -> None:
    assert zone_of_buyer("BRT or so", [], "CN").zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("america/sao paulo", "America/Sao_Paulo"),
        (" UTC ", "UTC"),
        ("UTC+8", "UTC+08:00"),
        ("gmt-3:30", "UTC-03:30"),
        ("+05:45", "UTC+05:45"),
        ("-0800", "UTC-08:00"),
    ],
)
def test_zones_are_read_as_people_write_them(written: str, zone: str) -> None:
    assert written_zone(written) == zone


@pytest.mark.parametrize("written", ["", "Mars", "UTC+15", "+25:00", "../../etc/passwd", "Factory", "8"])
def test_what_is_no_zone_is_refused(written: str) -> None:
    with pytest.raises(UnknownZone):
        written_zone(written)


def test_every_country_has_a_zone_of_its_own() -> None:
    assert len(countries()) > 240
    assert not [country for country in countries() if not zones_of(country)]
