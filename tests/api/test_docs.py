"""The page about the API: every route, in both languages, with nothing from elsewhere; and the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.test_access import TABLE
from tradewind.api import shapes
from tradewind.collect.messages.form import DATE_ORDERS
from tradewind.collect.options import DECIMALS, KINDS
from tradewind.desk.conversations import KIND
from tradewind.desk.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_page_names_every_route_and_its_parameters(language: str) -> None:
    page = Client().get("/api/docs", headers={"accept-language": language})
    assert page.status_code == 200
    text = page.content.decode()
    for route in TABLE:
        method, path = route.split()
        assert f"{method} /api/v1/{path}</code>" in text
    for parameter in ("part_orders", "skip_bad_rows", "auto | dmy | mdy | ymd", "at_risk", "look", "after"):
        assert parameter in text
    assert "{{" not in text


def test_the_page_speaks_chinese() -> None:
    pages = [Client().get("/api/docs", headers={"accept-language": one}).content.decode() for one in ("en", "zh-CN")]
    words = [re.findall(r"</h2>\s*<p>([^<]+)</p>", page) for page in pages]
    assert len(words[0]) == len(TABLE)
    assert not set(words[0]) & set(words[1])


def test_the_page_loads_nothing_from_elsewhere(alice: Person, browser_of: Callable[[Person], Client]) -> None:
    for client in (Client(), browser_of(alice)):
        answer = client.get("/api/docs")
        page = answer.content.decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_the_openapi_document_is_whole() -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert schema["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}
    operations = [one for methods in schema["paths"].values() for one in methods.values()]
    assert len(operations) == len(TABLE)
    for one in operations:
        assert one["security"] == [{"Bearer": []}]
        assert one["summary"] and "401" in one["responses"]
    identities = [one["operationId"] for one in operations]
    assert len(set(identities)) == len(identities)


def test_a_field_offers_what_the_reading_of_files_knows() -> None:
    fields = shapes.Handed.model_json_schema()["properties"]
    assert tuple(fields["dates"]["enum"]) == DATE_ORDERS, "those of conversations, which know one more"
    assert tuple(fields["decimal"]["enum"]) == DECIMALS
    assert tuple(fields["kind"]["anyOf"][0]["enum"]) == (*KINDS, KIND)
