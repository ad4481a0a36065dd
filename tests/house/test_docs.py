"""What is not documented fails here: commands, settings, findings, errors' exit codes, pages."""

import re
from pathlib import Path

import click
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tradewind.cli import tradewind
from tradewind.desk import reminder_words
from tradewind.desk.reasons import REASONS, WHY_NOT
from tradewind.findings.attention import Attention
from tradewind.findings.process import Process
from tradewind.findings.remind import Remind
from tradewind.findings.retention import Retention

DOCS = Path(__file__).parents[2] / "docs"


def commands(group: click.Group, path: str = "tradewind") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        if command.hidden:
            continue
        found += (
            commands(command, f"{path} {name}") if isinstance(command, click.Group) else [(f"{path} {name}", command)]
        )
    return found


@pytest.mark.parametrize(("path", "command"), commands(tradewind))
def test_every_command_and_option_is_in_the_docs(path: str, command: click.Command) -> None:
    text = (DOCS / "cli.md").read_text()
    assert path in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert any(option in text for option in parameter.opts), parameter.opts


def test_every_setting_is_in_the_docs() -> None:
    settings = (DOCS.parent / "tradewind" / "settings.py").read_text()
    named = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', settings))
    text = (DOCS / "operate.md").read_text()
    assert named and not [name for name in named if name not in text]


def test_every_finding_is_in_the_docs() -> None:
    text = (DOCS / "findings.md").read_text()
    matters = (Retention, Attention, Process, Remind)
    asked = [one for matter in matters for one in vars(matter).items()]
    named = [name for name, it in asked if callable(it) and not name.startswith("_")]
    assert named and not [name for name in named if f"`{name}`" not in text]
    assert not [code for code in (*REASONS, *WHY_NOT, *reminder_words.RULES) if f"`{code}`" not in text]


def test_every_page_is_in_the_docs() -> None:
    text = (DOCS / "architecture.md").read_text()
    pages = [route for route in routes(get_resolver().url_patterns) if not route.startswith("api/")]
    assert not [route for route in pages if f"`/{route}`" not in text]


def test_every_api_route_is_in_the_docs() -> None:
    text = (DOCS / "api.md").read_text()
    told = [re.sub(r"<int:(\w+)>", r"{\1}", route) for route in routes(get_resolver().url_patterns)]
    named = [route for route in told if route.startswith("api/") and "^" not in route]
    assert "api/v1/imports" in named
    assert not [route for route in named if f"/{route}" not in text]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        found += routes(pattern.url_patterns, path) if isinstance(pattern, URLResolver) else [path]
    return found
