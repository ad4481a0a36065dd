"""/api/docs: the routes and what they take, made from the OpenAPI document; no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tradewind.api.rest import api

Schema = dict[str, Any]


class Parameter(NamedTuple):
    """One thing that a route takes."""

    name: str
    place: str  # path, query or form
    kind: str  # the type, or the choices
    is_required: bool
    default: str
    words: str


class Route(NamedTuple):
    """One thing that can be asked for."""

    method: str
    path: str
    words: str
    parameters: list[Parameter]
    statuses: list[str]


@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """Every route. It holds no data, so everybody may read it."""
    schema = api.get_openapi_schema()
    return render(
        request,
        "api/docs.html",
        {"routes": list(routes(schema)), "address": f"{request.scheme}://{request.get_host()}"},
    )


def routes(schema: Schema) -> Iterator[Route]:
    """The routes of an OpenAPI document, in its order, in the reader's language."""
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            yield Route(
                method.upper(),
                path,
                gettext(told["summary"]),
                [*_parameters(told), *_fields(told, schema)],
                [str(status) for status in told["responses"]],
            )


def _parameters(told: Schema) -> Iterator[Parameter]:
    for one in told["parameters"]:
        yield _parameter(one["name"], one["in"], one["schema"], bool(one.get("required")), one.get("description", ""))


def _fields(told: Schema, schema: Schema) -> Iterator[Parameter]:
    for content in told.get("requestBody", {}).get("content", {}).values():
        body = _resolved(content["schema"], schema)
        for name, field in body["properties"].items():
            yield _parameter(name, "form", field, name in body.get("required", ()), field.get("description", ""))


def _parameter(name: str, place: str, field: Schema, is_required: bool, words: str) -> Parameter:
    default = field.get("default")
    shown = "" if default in (None, "") else str(default).lower() if isinstance(default, bool) else str(default)
    words = words or field.get("description", "")
    return Parameter(name, place, _kind(field), is_required, shown, gettext(words) if words else "")


def _kind(field: Schema) -> str:
    """`integer`, `string`, `file`, or the choices."""
    kinds = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    first = kinds[0]
    if "enum" in first:
        return " | ".join(first["enum"])
    if first.get("format") == "binary":
        return "file"
    return str(first.get("type", "string"))


def _resolved(field: Schema, schema: Schema) -> Schema:
    name = field.get("$ref", "").rpartition("/")[2]
    found: Schema = schema["components"]["schemas"][name] if name else field
    return found
