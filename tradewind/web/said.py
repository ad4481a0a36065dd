"""What the last click did, told once on the next page: quietly with an Undo, or loudly when it failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from tradewind.errors import TradewindError
from tradewind.web.sentences import sentence

KEY = "said"


def say(request: HttpRequest, words: str, undo: str = "", **facts: object) -> None:
    """Tell on the next page what was done. `words` is a msgid; `undo` the address that takes it back by POST."""
    request.session[KEY] = {"words": words, "facts": {name: str(value) for name, value in facts.items()}, "undo": undo}


def say_refusal(request: HttpRequest, error: TradewindError) -> None:
    """Tell on the next page why it was not done."""
    request.session[KEY] = {"code": error.code, "facts": {name: str(value) for name, value in error.facts.items()}}


def take(request: HttpRequest) -> dict[str, Any] | None:
    """What is to be told, once: its `text`, whether it is `loud`, and the address of its `undo`."""
    told = request.session.pop(KEY, None)
    if told is None:
        return None
    if "code" in told:
        return {"text": sentence(told), "loud": True, "undo": ""}
    words, facts, undo = told["words"], told["facts"], told["undo"]
    return {"text": gettext(words).format(**facts), "loud": False, "undo": undo}
