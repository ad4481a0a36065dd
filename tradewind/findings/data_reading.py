"""How well do people read data? What their answers tell of the items of a test, and of them, as JSON documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tradewind.adoption import literacy
from tradewind.adoption.panel import Floats
from tradewind.errors import ItemsNotRead
from tradewind.findings.documents import Document
from tradewind.findings.numbers_in_files import numbers, table_in

NO_ITEM = frozenset({"person", "name", "rep", "id", "姓名", "业务员"})


def answers_in(path: Path) -> tuple[Floats, Floats, list[str]]:
    """Patterns of answers (0, 1, nan), how many people gave each, and the items' names, out of a file.

    A table has a row per person and a column per item; a column named person, name, rep or id is no item. JSON has
    {"patterns": {"01101": 5, …}}. Raises ItemsNotRead, and where a cell is no number.
    """
    if path.suffix.lower() == ".json" and path.is_file():
        return _patterns(path)
    table = table_in(path)
    items = [heading for heading in table.headings if heading.casefold() not in NO_ITEM]
    answers = np.column_stack([numbers(table, item, path.name).fill_null(float("nan")).to_numpy() for item in items])
    return answers.astype(np.float64), np.ones(answers.shape[0]), items


def _patterns(path: Path) -> tuple[Floats, Floats, list[str]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))["patterns"]
        keys = [key for key, count in told.items() if count > 0]
        answers = np.array([[float(sign) if sign in "01" else np.nan for sign in key] for key in keys])
        counts = np.array([float(told[key]) for key in keys])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ItemsNotRead(file=path.name) from fault
    if answers.ndim != 2:
        raise ItemsNotRead(file=path.name)
    return answers, counts, [str(place + 1) for place in range(answers.shape[1])]


def calibration(path: Path, model: str = "2pl") -> Document:
    """Discrimination and difficulty of each item; see literacy.fit_items."""
    answers, counts, items = answers_in(path)
    found = literacy.fit_items(answers, counts, model)
    rows = zip(items, found.discrimination, found.difficulty, strict=True)
    return {
        "model": model,
        "people": found.people,
        "log_likelihood": found.log_likelihood,
        "items": [{"item": name, "discrimination": float(a), "difficulty": float(b)} for name, a, b in rows],
    }


def scores(path: Path, items: Path) -> Document:
    """Each person's ability and data-reading score with its 90 % band; see literacy.ability and literacy.score."""
    discrimination, difficulty = items_in(items)
    answers, counts, names = answers_in(path)
    if len(names) != discrimination.size:
        raise ItemsNotRead(file=items.name)
    told = [_person(row, count, discrimination, difficulty) for row, count in zip(answers, counts, strict=True)]
    return {"items": discrimination.size, "people": told}


def _person(answers: Floats, count: float, discrimination: Floats, difficulty: Floats) -> Document:
    found = literacy.ability(answers, discrimination, difficulty)
    mean, low, high = literacy.score(
        literacy.posterior(answers, discrimination, difficulty), discrimination, difficulty
    )
    pattern = "".join("-" if np.isnan(one) else str(int(one)) for one in answers)
    return {
        "answers": pattern, "people": int(count), "theta": found.theta, "sd": found.sd,
        "theta_low": found.low, "theta_high": found.high, "score": mean, "low": low, "high": high,
    }  # fmt: skip


def items_in(path: Path) -> tuple[Floats, Floats]:
    """Discrimination and difficulty out of what `calibrate --json` printed. Raises ItemsNotRead."""
    try:
        told: Sequence[Any] = json.loads(path.read_text(encoding="utf-8-sig"))["items"]
        found = np.array([[float(one["discrimination"]), float(one["difficulty"])] for one in told])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise ItemsNotRead(file=path.name) from fault
    if found.ndim != 2 or not np.isfinite(found).all():
        raise ItemsNotRead(file=path.name)
    return found[:, 0], found[:, 1]
