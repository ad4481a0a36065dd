"""A source made up for the tests: it has as many chats as its settings say, and fails where they say so."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from tradewind.desk.models import Source
from tradewind.desk.sources.changing import secrets_of
from tradewind.desk.sources.kind import Field, Kind, Pulled, Told
from tradewind.errors import Unreachable

KIND = Kind(
    "made", "Made up", "For tests.", "tests.desk.made_source", is_pulled=True,
    fields=(
        Field("parts", "Parts", form="number", default="1"),
        Field("password", "Password", is_secret=True),
        Field("word", "Word", is_needed=False),
    ),
)  # fmt: skip
CHAT = "{day:02}/03/2026, 09:05 - Tom: part {day}\n{day:02}/03/2026, 09:06 - Alice: noted {day}\n"


def test(source: Source) -> Told:
    if secrets_of(source)["password"] != "right":
        raise Unreachable(host="made.example", port="993", why="wrong password")
    return Told("There are {parts} parts.", {"parts": source.settings["parts"]})


test.__test__ = False  # type: ignore[attr-defined]


def pull(source: Source) -> Iterator[Pulled]:
    test(source)
    total = int(source.settings["parts"])
    for part in range(int(source.cursor.get("done", 0)) + 1, total + 1):
        text = CHAT.format(day=part + 12)
        yield Pulled(BytesIO(text.encode()), f"part-{part}.txt", {"done": part}, {"kind": "messages"}, part, total)
