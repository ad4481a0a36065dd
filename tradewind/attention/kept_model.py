"""The state of a model as bytes and back: plain JSON beside NumPy arrays, nothing that could run when it is read."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradewind.attention.answering import AnswerModel, Look
from tradewind.attention.learner import Dense, Words
from tradewind.attention.memory import Faded, Own, Rep, Sender, Thread, Topics

FORM = 1  # grows whenever a signal or a memory changes, so that an older state is learnt anew
KNOWN: dict[str, type[Any]] = {
    one.__name__: one for one in (AnswerModel, Look, Dense, Words, Faded, Own, Rep, Sender, Thread, Topics)
}
Arrays = list[NDArray[Any]]


def as_bytes(state: object) -> bytes:
    """A model, and whatever is made of plain values and what a model is made of."""
    arrays: Arrays = []
    document = json.dumps({"form": FORM, "state": _down(state, arrays)}).encode()
    file = io.BytesIO()
    named: dict[str, Any] = {f"a{number}": array for number, array in enumerate(arrays)}
    np.savez_compressed(file, document=np.frombuffer(document, np.uint8), **named)
    return file.getvalue()


def from_bytes(stored: bytes) -> Any:
    """What `as_bytes` was given; None where that is of another form, or damaged: it is learnt anew then."""
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as file:
            document = json.loads(file["document"].tobytes())
            if document["form"] != FORM:
                return None
            return _up(document["state"], [file[f"a{number}"] for number in range(len(file.files) - 1)])
    except Exception:  # a cache: whatever is wrong with it, the messages are there
        return None


def _down(value: Any, arrays: Arrays) -> Any:
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, defaultdict):
        factory = value.default_factory
        assert isinstance(factory, type)
        return {"map": [[_down(k, arrays), _down(v, arrays)] for k, v in value.items()], "of": factory.__name__}
    if isinstance(value, dict):
        return {"map": [[_down(k, arrays), _down(v, arrays)] for k, v in value.items()]}
    if isinstance(value, set | list | tuple):
        return {type(value).__name__: [_down(one, arrays) for one in value]}
    if type(value).__name__ in KNOWN:
        return {
            "is": type(value).__name__,
            "has": {name: _down(getattr(value, name), arrays) for name in _names(value)},
        }
    return value.item() if isinstance(value, np.generic) else value


def _up(value: Any, arrays: Arrays) -> Any:
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    if "map" in value:
        found = {_up(k, arrays): _up(v, arrays) for k, v in value["map"]}
        return defaultdict(KNOWN[value["of"]], found) if "of" in value else found
    if "is" in value:
        made = object.__new__(KNOWN[value["is"]])
        for name, its in value["has"].items():
            object.__setattr__(made, name, _up(its, arrays))
        return made
    ((kind, many),) = value.items()
    return {"set": set, "list": list, "tuple": tuple}[kind](_up(one, arrays) for one in many)


def _names(value: object) -> list[str]:
    slots = getattr(type(value), "__slots__", None)
    return list(slots) if slots else list(vars(value))
