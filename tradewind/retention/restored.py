"""Parameters out of what was stored of them, so that any number of a run can be computed again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def restored(kind: type[T], stored: Any) -> T:
    """A dataclass of parameters out of its JSON: `restored(type(p), json(asdict(p))) == p`.

    raises   KeyError, TypeError for what was not stored of it
    """
    made: T = _restored(kind, stored)
    return made


def _restored(kind: Any, stored: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind, localns=_names())
        return kind(**{one.name: _restored(hints[one.name], stored[one.name]) for one in fields(kind)})
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if stored is None else _restored(next(one for one in parts if one is not NoneType), stored)
    if origin is tuple:
        each = [parts[0]] * len(stored) if parts[-1] is Ellipsis else parts
        return tuple(_restored(one, value) for one, value in zip(each, stored, strict=True))
    if origin in (list, dict):
        values = stored.items() if origin is dict else enumerate(stored)
        made = [(name, _restored(parts[-1], value)) for name, value in values]
        return dict(made) if origin is dict else [value for _, value in made]
    return date.fromisoformat(stored) if kind is date else stored


def _names() -> dict[str, Any]:
    """What dataclasses name in their types without importing it, to keep SciPy out."""
    from tradewind.retention.chance import ChanceParameters

    return {"ChanceParameters": ChanceParameters}
