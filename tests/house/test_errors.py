"""One tree of errors, drawn as it is."""

import re

import tradewind.collect
import tradewind.errors
from tradewind.errors import TradewindError, as_document, of_document


def branches(kind: type[TradewindError], depth: int = 0) -> list[tuple[int, str]]:
    return [(depth, kind.__name__), *(line for child in kind.__subclasses__() for line in branches(child, depth + 1))]


def test_the_tree_in_the_docstring_is_the_tree_of_classes() -> None:
    lines = re.findall(r"^    ((?:[│├└─ ]{4})*)(\w+)$", tradewind.errors.__doc__ or "", flags=re.M)
    drawn = [(len(stem) // 4, name) for stem, name in lines]
    assert drawn == branches(TradewindError)


def test_every_error_lives_in_the_one_file_and_ends_with_1_or_2() -> None:
    for _, name in branches(TradewindError):
        kind = getattr(tradewind.errors, name)
        assert kind.exit_status in (1, 2)
        assert kind.message.endswith((".", "FILE", "link", "…"))


def test_an_error_survives_being_stored() -> None:
    error = tradewind.errors.MissingColumn(table="orders", column="amount", present="a, b")
    again = of_document(as_document(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
