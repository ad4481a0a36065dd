"""Programs that ask at the API with a person's token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tradewind.desk.models import Person
from tradewind.desk.tokens import make_token

Answer = HttpResponse


class Program:
    """A program with a token, or without one; it keeps no cookies of a person."""

    def __init__(self, secret: str | None, language: str = "en") -> None:
        bearer = {"authorization": f"Bearer {secret}"} if secret is not None else {}
        self.client = Client(headers={**bearer, "accept-language": language}, enforce_csrf_checks=True)

    def ask(self, method: str, path: str, **data: Any) -> Any:
        """The answer; its body by `.json()`."""
        ask: Callable[..., Any] = getattr(self.client, method.lower())
        return ask(f"/api/v1/{path}", data)

    def told(self, path: str, **data: Any) -> Any:
        """The document of a GET that must succeed."""
        answer = self.ask("get", path, **data)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def hand_in(self, text: str | bytes, name: str = "orders.csv", **options: Any) -> Any:
        """The answer to a file."""
        content = text.encode() if isinstance(text, str) else text
        return self.ask("post", "imports", file=SimpleUploadedFile(name, content), **options)


def program_of(person: Person, language: str = "en") -> Program:
    """A program with a fresh token of the person."""
    return Program(make_token(person, "tests")[1], language)
