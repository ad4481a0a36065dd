"""A message by WhatsApp's Cloud API: free text within 24 hours of the buyer's last message, a template at any time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tradewind.desk import outgoing
from tradewind.errors import LetterRefused, LetterUnsure, Unreachable, WindowClosed

API = "https://graph.facebook.com/v23.0"
OUTSIDE_THE_WINDOW = 131047
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Number:
    """The business's number, by its id, and the token to send with."""

    number_id: str
    token: str
    api: str = API


def send(number: Number, to: str, text: str, template: str = "", language: str = "en") -> str:
    """Hand one message over; returns its id.

    to       international form
    raises   WindowClosed; LetterRefused with what the API said; Unreachable and the like where it was not reached,
             LetterUnsure where no answer came
    """
    body: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": to.lstrip("+")}
    if template:
        body |= {"type": "template", "template": {"name": template, "language": {"code": language}}}
    else:
        body |= {"type": "text", "text": {"preview_url": False, "body": text}}
    answer = _answer(number, "messages", to, json.dumps(body).encode())
    found = answer.get("messages")
    if not isinstance(found, list) or not found or not found[0].get("id"):
        raise LetterUnsure(to=to)
    return str(found[0]["id"])


def test(number: Number) -> None:
    """Ask for the number's name, and send nothing. Raises as `send`."""
    _answer(number, "?fields=display_phone_number", "", None)


def _answer(number: Number, what: str, to: str, body: bytes | None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {number.token}", "Content-Type": "application/json"}
    url = f"{number.api}/{number.number_id}{'' if what.startswith('?') else '/'}{what}"
    method = "POST" if body else "GET"
    try:
        told = outgoing.ask(url, method=method, headers=headers, body=body, timeout=TIMEOUT_SECONDS)
    except Unreachable as broken:
        if body and "refused" not in str(broken.facts.get("why", "")).casefold():
            raise LetterUnsure(to=to) from broken
        raise
    try:
        answer = json.loads(told.body)
    except ValueError:
        answer = {}
    if isinstance(answer, dict) and told.status == 200:
        return answer
    error = answer.get("error", {}) if isinstance(answer, dict) else {}
    if error.get("code") == OUTSIDE_THE_WINDOW:
        raise WindowClosed(to=to)
    said = " ".join(str(error.get("message", "")).split())[:300]
    raise LetterRefused(why=f"{told.status} {said}".strip())
