"""What a kind of source is, and what each of them offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from tradewind.desk.models import Person, Source


@dataclass(frozen=True)
class Field:
    """Something that a person says when adding a source. `label`, `hint` and the words of `choices` are msgids.

    A secret is kept encrypted and never shown again; all else stands in the source's settings, as text.
    """

    name: str
    label: str
    hint: str = ""
    is_secret: bool = False
    is_needed: bool = True
    form: str = "text"  # text, number, url, area (several lines)
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 2_000  # letters


@dataclass(frozen=True)
class Kind:
    """One kind of source. `label` and `about` are msgids; `module` is loaded only where the source itself works.

    is_pulled   the desk fetches from it every minute; else its provider calls us
    needs       the role from which on a person may add one
    """

    name: str
    label: str
    about: str
    module: str
    fields: tuple[Field, ...] = ()
    is_pulled: bool = False
    needs: str = Person.Role.REP

    def works(self) -> Works:
        """The module that does the work."""
        return cast(Works, import_module(self.module))


@dataclass(frozen=True)
class Told:
    """What a test found, as a msgid and its facts."""

    words: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Pulled:
    """Some of what a source has: a file as a person might hand it in, and where to go on once it is kept.

    options      of the import, as `imports.take_in` knows them
    done, total  how far a long first fetch is, 0 where nobody knows
    """

    file: BinaryIO | None  # None: nothing new, but go on from there
    name: str
    cursor: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    done: int = 0
    total: int = 0


class Works(Protocol):
    """What the module of a kind offers. Each raises TradewindErrors that say what to do."""

    def test(self, source: Source) -> Told:
        """Try the source as it is set, within some seconds, changing nothing; used before it is kept, too."""

    def pull(self, source: Source) -> Iterator[Pulled]:
        """What is new since `source.cursor`, in parts of at most some MB; may be left after any part.

        Only of kinds that are pulled. The runner keeps each part with its cursor before it asks for the next one.
        """
