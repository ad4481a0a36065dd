"""Every error of Tradewind, in one tree.

An error says what is wrong, where, and what to do. Its `message` is a template in English that doors translate;
its `facts` are the numbers and names that fill the template. `exit_status` is what the command line ends with:
2 for bad use or bad input, 1 for a failure of ours.

    TradewindError
    ├── LedgerError
    │   ├── MissingColumn
    │   └── UnknownTable
    ├── DeskError
    │   ├── NotFound
    │   ├── NotAllowed
    │   ├── PortTaken
    │   ├── LinkSpent
    │   ├── NotOnLoopback
    │   ├── FileTooLarge
    │   ├── AlreadyDone
    │   ├── NoSuchPerson
    │   ├── StartFailed
    │   └── DeskEmpty
    └── InputError
        ├── NotThisKind
        ├── FileMissing
        ├── HorizonOutOfRange
        └── UnknownMetric
"""

from __future__ import annotations

from typing import Any


class TradewindError(Exception):
    """Something went wrong that a person can read about in one sentence."""

    message = "Something went wrong."
    exit_status = 1

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    @property
    def code(self) -> str:
        """The error's name for programs, e.g. `MissingColumn`."""
        return type(self).__name__


class LedgerError(TradewindError):
    """The facts do not have the shape that an analysis needs."""

    exit_status = 2


class MissingColumn(LedgerError):
    message = "The table {table} has no column {column}. It has: {present}."


class UnknownTable(LedgerError):
    message = "The ledger has no table {table}. It has: {present}."


class DeskError(TradewindError):
    """The desk cannot do what was asked."""

    exit_status = 2


class NotFound(DeskError):
    message = "There is nothing of that number that you may see. Look it up in its list."


class NotAllowed(DeskError):
    message = "Your role does not allow this. Ask an administrator of the desk."


class PortTaken(DeskError):
    message = "Port {port} is taken by another program. Choose another one, e.g. --port {other}."


class LinkSpent(DeskError):
    message = "This sign-in link was used before or is older than 15 minutes. Print a new one: tradewind sign-in-link"


class NotOnLoopback(DeskError):
    message = "Sign-in links work on this machine only, and {bind} is open to others. Serve on 127.0.0.1."


class FileTooLarge(DeskError):
    message = "{file} has {size_mb} MB; the desk takes {most_mb} MB. Split the file, or raise TRADEWIND_MAX_UPLOAD_MB."


class AlreadyDone(DeskError):
    message = "Import {batch} is {state}, so this cannot be done with it now."


class NoSuchPerson(DeskError):
    message = "Nobody at this desk has the user name {person}."


class StartFailed(DeskError):
    message = "The desk's web server or worker ended by itself; what they printed above says why."
    exit_status = 1


class DeskEmpty(DeskError):
    message = "The desk has no orders yet. Import an order file first: tradewind collect FILE"


class InputError(TradewindError):
    """What a person gave cannot be used as it is."""

    exit_status = 2


class NotThisKind(InputError):
    message = "{file} is a list of {kind}, and this needs orders. Name an order file."


class FileMissing(InputError):
    message = "There is no file {file}. Check the name and the folder."


class HorizonOutOfRange(InputError):
    message = "The horizon is {horizon_days} days. It must be 1 to {longest} days; 90 is usual."


class UnknownMetric(InputError):
    message = "There is no published figure {metric}. There are: {present}."


def as_document(error: TradewindError) -> dict[str, Any]:
    """The error as plain values, to be stored and told later: {"code", "facts"}."""
    plain = (str, int, float, bool, type(None))
    facts = {name: fact if isinstance(fact, plain) else str(fact) for name, fact in error.facts.items()}
    return {"code": error.code, "facts": facts}


def of_document(document: dict[str, Any]) -> TradewindError:
    """The error that `as_document` told; a TradewindError for an unknown code."""
    kinds = {kind.__name__: kind for kind in _below(TradewindError)}
    return kinds.get(document["code"], TradewindError)(**document["facts"])


def _below(kind: type[TradewindError]) -> list[type[TradewindError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _below(child))]
