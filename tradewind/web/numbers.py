"""How a page writes numbers, money and days in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_currency_precision
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, to_locale
from django.utils.translation import gettext_noop as _

TEN_THOUSAND = 10_000
SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
NOTHING = "–"
Maybe = Any  # a value of the kind said, None, or the empty text that a template hands over where it found none


def is_nothing(value: object) -> bool:
    """Whether there is no value."""
    return value is None or value == ""


def reader() -> Locale:
    """The reader's locale for Babel."""
    return Locale.parse(to_locale(get_language() or "en"))


def whole(value: Maybe) -> str:
    """A count or a length without its fraction: 1,234."""
    return NOTHING if is_nothing(value) else format_decimal(round(value), "#,##0", locale=reader())


def decimal(value: Maybe, places: int = 1) -> str:
    """A number with up to so many places: 1.5."""
    return NOTHING if is_nothing(value) else format_decimal(value, "#,##0." + "#" * places, locale=reader())


def share(value: Maybe, places: int = 0) -> str:
    """A share of one as percent: 0.175 with one place is 17.5%."""
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return NOTHING if is_nothing(value) else format_percent(value, pattern, locale=reader())


def tenth(value: Maybe) -> int:
    """A share of one in tenths, 0 to 10, as a step of shading."""
    return 0 if is_nothing(value) else min(10, max(0, round(value * 10)))


def points(value: Maybe) -> str:
    """A share of one as signed percentage points: +41."""
    return NOTHING if is_nothing(value) else format_decimal(round(value * 100), "+#,##0;−#,##0", locale=reader())


def money(value: Maybe, currency: str = "") -> str:
    """An amount in whole units with its currency's code: GBP 12,346."""
    return NOTHING if is_nothing(value) else f"{currency} {whole(value)}".strip()


def signed_money(value: Maybe, currency: str = "") -> str:
    """An amount with a true minus: USD −361,559."""
    return money(value, currency).replace("-", "−")


def stored_money(value: Maybe, currency: str = "") -> str:
    """A stored amount (whole ten-thousandths) to the currency's own places: GBP 12,345.60."""
    if is_nothing(value):
        return NOTHING
    places = get_currency_precision(currency) if currency else 2
    pattern = "#,##0" + ("." + "0" * places if places else "")
    number = format_decimal(value / TEN_THOUSAND, f"{pattern};−{pattern}", locale=reader())
    return f"{currency} {number}".strip()


def day(value: Maybe) -> str:
    """A day in words: 9 Dec 2011, 2011年12月9日."""
    pattern = "d MMM y" if reader().language == "en" else "y年M月d日"
    return NOTHING if is_nothing(value) else format_date(_date(value), pattern, locale=reader())


def month(value: Maybe) -> str:
    """A month in words: Dec 2011, 2011年12月. Takes a date, 2011-12 or 2011-12-01."""
    if not value:
        return NOTHING
    first = value if isinstance(value, date) else date.fromisoformat(f"{value[:7]}-01")
    return format_date(first, "MMM y" if reader().language == "en" else "y年M月", locale=reader())


def days(count: Maybe) -> str:
    """A length in days: 1 day, 48 days."""
    if is_nothing(count):
        return NOTHING
    return ngettext("{number} day", "{number} days", round(count)).format(number=whole(count))


def clock(value: Maybe) -> str:
    """A moment on the team's clock, to the minute: 2011-12-09 16:05."""
    return NOTHING if is_nothing(value) else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


def bytes_of(count: int) -> str:
    """The size of a file: 5.3 MB."""
    size, unit = next(((count / step, name) for step, name in SIZES if count >= step), (float(count), "B"))
    return f"{decimal(size)} {unit}"


def duration(seconds: Maybe) -> str:
    """A short time to wait: 40 s, 3 min."""
    if is_nothing(seconds):
        return NOTHING
    if seconds < 90:
        return ngettext("{number} second", "{number} seconds", round(seconds)).format(number=whole(seconds))
    minutes = timedelta(seconds=seconds) / timedelta(minutes=1)
    return ngettext("{number} minute", "{number} minutes", round(minutes)).format(number=whole(minutes))


LENGTHS = ((86_400, _("{n} d")), (3_600, _("{n} h")), (60, _("{n} min")), (1, _("{n} s")))


def lasted(seconds: Maybe) -> str:
    """How long something took, in the unit that suits it: 12.5 d, 3 h."""
    if is_nothing(seconds):
        return NOTHING
    size, words = next((one for one in LENGTHS if abs(seconds) >= one[0]), LENGTHS[-1])
    return gettext(words).format(n=decimal(seconds / size))


def _date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
