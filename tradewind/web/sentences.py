"""What an error says in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from django.utils.translation import gettext

from tradewind.desk.models import Batch
from tradewind.errors import TradewindError
from tradewind.web.numbers import whole

Refusal = TradewindError | Mapping[str, Any]


def sentence(error: Refusal) -> str:
    """An error, or what is stored of one ({"code", "facts"}), as a sentence in the reader's language."""
    code, facts = (error.code, error.facts) if isinstance(error, TradewindError) else (error["code"], error["facts"])
    template = gettext(template_of(code))
    return Filling().vformat(template, (), {name: fact(name, value) for name, value in facts.items()})


class Filling(Formatter):
    """Fills a template with facts as they are stored: numbers as text, and perhaps not all of them."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "," and str(value).isdigit():
            return whole(int(value))
        return str(value)


def fact(name: str, value: object) -> object:
    """A fact as the sentence shows it: the state of an import by its name, what a field is called
    in the reader's language, all else as it is."""
    if name in ("label", "hint") and value:
        return gettext(str(value))
    if name == "state" and value in Batch.State.values:
        return Batch.State(str(value)).label
    return value


def template_of(code: str) -> str:
    """The English template of an error's code; that of every error when the code is unknown."""
    return next((kind.message for kind in kinds(TradewindError) if kind.__name__ == code), TradewindError.message)


def kinds(root: type[TradewindError]) -> Iterator[type[TradewindError]]:
    """The class and all below it."""
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)
