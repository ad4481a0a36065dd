"""The kinds of sources that the desk knows, a line each."""

from __future__ import annotations

from tradewind.desk.sources.kind import Kind
from tradewind.desk.sources.pulled_kinds import PULLED
from tradewind.errors import UnknownSourceKind

EVERY: tuple[Kind, ...] = (*PULLED,)
KINDS = {kind.name: kind for kind in EVERY}


def kind_of(name: str) -> Kind:
    """The kind called so. Raises UnknownSourceKind."""
    if name not in KINDS:
        raise UnknownSourceKind(kind=name[:40], kinds=", ".join(KINDS))
    return KINDS[name]
