"""What a stored value looks like in a backup, the same from either database, and how either one takes it back.

A row is one line: a JSON array of its values in the order of the table's columns. Dates are ISO texts, times ISO texts
in UTC with six decimals and Z, decimals texts with all their places, bytes base64, UUIDs texts, spans of time whole
microseconds, and JSON columns the text of the document with sorted keys, so that SQL's NULL and JSON's null differ.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, Field

Turn = Callable[[Any], Any]
WHOLE_FROM = 1e16  # from here on a float is written with an exponent, which PostgreSQL's jsonb writes out
PLAIN = {
    "AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
    "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField", "CharField", "TextField",
    "SlugField", "FileField", "FilePathField", "GenericIPAddressField",
}  # fmt: skip


class NoForm(TypeError):
    """A column is of a type that a backup has no form for: give it one here."""


def outward(field: Field[Any, Any]) -> Turn | None:
    """How a value as the database gives it becomes the backup's; None where it is the same already."""
    kind = field.get_internal_type()
    if isinstance(field, DecimalField):
        places = Decimal(1).scaleb(-field.decimal_places)
        return lambda value: str(Decimal(str(value)).quantize(places))
    if kind not in PLAIN and kind not in OUTWARD:
        raise NoForm(f"{field} ({kind})")
    return OUTWARD.get(kind)


def inward(field: Field[Any, Any], vendor: str) -> Turn | None:
    """How a value of a backup becomes what the database takes; None where it takes it as it is."""
    turns = TO_SQLITE if vendor == "sqlite" else TO_POSTGRESQL
    return turns.get(field.get_internal_type())


def _moment(value: datetime) -> str:
    utc = value.astimezone(UTC) if value.tzinfo else value
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _sqlite_moment(text: str) -> str:
    """As Django writes it: without zone, and without decimals where there are none."""
    plain = text.removesuffix("Z").replace("T", " ")
    return plain.removesuffix(".000000")


def _document(value: str) -> str:
    known = json.loads(value, parse_float=_number)
    return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(text: str) -> float | int:
    """A number of a document as both databases give it back: jsonb knows neither exponents nor minus nothing."""
    number = float(text)
    if number == 0:
        return 0.0
    return int(Decimal(text)) if math.isfinite(number) and abs(number) >= WHOLE_FROM else number


def _span(value: timedelta | int) -> int:
    return value // timedelta(microseconds=1) if isinstance(value, timedelta) else value


OUTWARD: dict[str, Turn] = {
    "BooleanField": bool,
    "FloatField": float,
    "DateField": date.isoformat,
    "TimeField": lambda value: value.isoformat(timespec="microseconds"),
    "DateTimeField": _moment,
    "JSONField": _document,
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
    "UUIDField": lambda value: str(UUID(str(value))),
    "DurationField": _span,
}
TO_SQLITE: dict[str, Turn] = {
    "DateTimeField": _sqlite_moment,
    "BinaryField": base64.b64decode,
    "UUIDField": lambda text: UUID(text).hex,
}
TO_POSTGRESQL: dict[str, Turn] = {
    "BinaryField": base64.b64decode,
    "DurationField": lambda span: timedelta(microseconds=span),
}
