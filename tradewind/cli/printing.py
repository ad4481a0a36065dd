"""What the command line prints: one JSON document, or a table that lines up in Chinese and English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

import click

JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def print_json(document: Any) -> None:
    """One JSON document on stdout, and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, default=str))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as their widest cell; numbers to the right."""
    cells = [list(headings), *([_text(value) for value in row] for row in rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(headings))]
    numeric = [all(isinstance(row[i], (int, float, type(None))) for row in rows) for i in range(len(headings))]
    for row in cells:
        click.echo("  ".join(map(_fitted, row, widths, numeric)).rstrip())


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _fitted(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
