"""Telephone numbers as keys: whichever way a number is written, and whatever WhatsApp makes of it, it is one."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

SEPARATORS = re.compile(r"[/;,、，；|\n]|\bor\b|\bund\b|或")
MOST_WRITTEN = 200
MOST_DIGITS = 15


def phone_keys(written: str | None, country: str | None = None) -> list[str]:
    """The numbers in a cell in international form; none for what is no possible number.

    country   ISO 3166 alpha-2, for numbers without their country's code

    >>> phone_keys("138 0013 8000 / +1 (202) 555-0123", "CN")
    ['+8613800138000', '+12025550123']
    """
    parts = SEPARATORS.split((written or "")[:MOST_WRITTEN])
    return list(dict.fromkeys(key for part in parts if (key := _key(part.strip(), country)) is not None))


@lru_cache(maxsize=100_000)
def _key(written: str, country: str | None) -> str | None:
    if sum(map(str.isdigit, written)) < 6:
        return None
    number = _parsed(re.sub(r"^\s*00", "+", written), country)
    if number is None or not phonenumbers.is_possible_number(number):
        number = _parsed("+" + re.sub(r"\D", "", written), None)
        if number is None or not phonenumbers.is_valid_number(number):
            return None
    return _level(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def account_key(written: str | None) -> str | None:
    """The number behind an account that is one, such as 34600111222 of WhatsApp, or a name like +34 600 11 12 22.

    >>> account_key("5215512345678") == account_key("+52 55 1234 5678")
    True
    """
    digits = re.sub(r"@.*|[^\d]", "", (written or "")[:MOST_WRITTEN])
    key = _level(f"+{digits}")
    number = _parsed(key, None) if 7 <= len(digits) <= MOST_DIGITS else None
    return key if number is not None and phonenumbers.is_possible_number(number) else None


def _parsed(written: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None


def _level(key: str) -> str:
    """One key where a country's mobiles are written with a digit more or less, as WhatsApp does."""
    if re.fullmatch(r"\+521\d{10}", key) or re.fullmatch(r"\+549\d{10}", key):  # Mexico, Argentina
        return key[:3] + key[4:]
    if re.fullmatch(r"\+55\d{2}[6-9]\d{7}", key):  # Brazil, before the ninth digit
        return f"{key[:5]}9{key[5:]}"
    return key
