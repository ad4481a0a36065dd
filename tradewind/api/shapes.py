"""What requests may say and answers hold, as the OpenAPI document describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from babel.numbers import list_currencies
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, Json

Number = Annotated[int, Field(ge=1, lt=2**63)]
Day = Annotated[str, Field(max_length=10, description=_("A day, e.g. 2026-03-01"))]
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


def known_currency(written: str) -> str:
    """The ISO 4217 code; ValueError for what is none."""
    if written.upper() not in list_currencies():
        raise ValueError("no ISO 4217 code")
    return written.upper()


Currency = Annotated[str, AfterValidator(known_currency)]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Yes(Schema):
    """What a person may decide with the yes."""

    skip_bad_rows: bool = Field(False, description=_("Leave out rows with a cell that cannot be read"))
    part_orders: Literal["keep", "replace"] | None = Field(
        None, description=_("What becomes of orders that come with fewer lines than the desk has")
    )

    def said(self) -> dict[str, Any]:
        """The options that the request names."""
        return self.model_dump(exclude_unset=True, exclude_none=True, exclude={"look"})


class Reading(Yes):
    """What a person may decide about a file, instead of leaving it to the evidence in it."""

    dates: Literal["auto", "dmy", "mdy", "ymd", "ydm"] = Field(
        "auto", description=_("Order of day, month and year in dates")
    )
    decimal: Literal["auto", "point", "comma"] = Field("auto", description=_("Decimal sign of amounts"))
    currency: Currency | None = Field(None, description=_("Currency of amounts that name none, e.g. USD"))
    rates: Json[dict[Currency, Rate]] | None = Field(
        None, description=_('Exchange rates that are missing, as JSON: {"AED": 3.6725}, units for one of the base')
    )
    without_rates: bool = Field(False, description=_("Count orders without an exchange rate as no money"))
    headings: Json[dict[Text, Text]] | None = Field(
        None, description=_('What columns hold, as JSON: {"heading": "field"}; an empty field leaves the column out')
    )
    sheet: Text | None = Field(None, description=_("The sheet of a workbook to read"))
    kind: Literal["orders", "customers", "contacts", "messages"] | None = Field(None, description=_("What the file is"))
    rep: Text | None = Field(None, description=_("User name of the rep whose phone or mailbox it is (default: you)"))
    me: Json[list[Text]] | None = Field(
        None, description=_('Which senders of the messages that rep is, as JSON: ["Alice"]')
    )
    timezone: Text | None = Field(None, description=_("Zone of the clock that times without one were written by"))


class Handed(Reading):
    """A file's options when it is handed in."""

    owner: Literal["me", "column", "unassigned"] = Field("me", description=_("Whose buyers the new ones are"))
    look: bool = Field(False, description=_("Stop after the check and wait for your yes"))


class Page(Schema):
    """From where on to list."""

    after: Number | None = Field(None, description=_("The key that the page before gave"))


class Moved(Schema):
    """An import after a step: its state, and the job that works on it."""

    batch: int
    state: str
    job: int | None


class Batches(Schema):
    """Fifty imports, newest first; `after` is the key of the next page."""

    batches: list[dict[str, Any]]
    after: int | None


class Buyers(Schema):
    """Fifty buyers by name; `after` is the key of the next page."""

    as_of: str | None
    customers: list[dict[str, Any]]
    after: str | None


class Told(Schema):
    """What is wrong, for programs and for people."""

    code: str
    message: str
    facts: dict[str, Any]


class Refused(Schema):
    """The body of every refusal."""

    error: Told


def refused(*statuses: int) -> dict[int, type[Refused]]:
    """The refusals of a route, for its description; those of the token stand on each."""
    return dict.fromkeys((401, *statuses, 429), Refused)
