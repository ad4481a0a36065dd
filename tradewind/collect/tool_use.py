"""A log of what people did in their tools, out of a file with headings matched: the ledger's `usage`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import col

from tradewind.collect.headings import plain
from tradewind.collect.moments import moments
from tradewind.collect.opened import opened
from tradewind.collect.table import Table, as_text
from tradewind.collect.unpacked import file_bytes
from tradewind.errors import BadUseRow, NoUseFile
from tradewind.ledger.schema import USAGE

WORDS = {
    "rep": "rep user username userid person employee seat login account agent 业务员 用户 用户名 员工 账号 姓名",
    "used_at": "usedat timestamp time datetime date day at occurredat eventtime 使用时间 操作时间 时间 日期 时间戳",
    "tool": "tool system application app product 工具 系统 软件 应用",
    "module": "module area 模块",
    "action": "action event activity feature function eventname 动作 操作 行为 功能 事件",
    "is_core": "iscore core 核心 是否核心 核心动作",
}
NEEDED = ("rep", "used_at")
MODULES = {
    "collect": "collect collection datacollection 数据采集 采集", "remind": "remind reminder reminders 自动提醒 提醒",
    "analyse": "analyse analyze analysis analytics smartanalysis 智能分析 分析",
}  # fmt: skip
MODULE_OF = {word: module for module, words in MODULES.items() for word in words.split()}
NO = ("0", "false", "no", "n", "否", "不是", "f")


def collect_use(path: Path) -> pl.DataFrame:
    """The use in a file: USAGE, one row per action.

    A file without a column of core actions counts each action as core; without a tool, all are of one tool.

    raises   FileMissing, TooLarge, NoUseFile, BadUseRow for the first row without a person or a time, and what
             `opened` raises
    """
    table = opened(file_bytes(path), path.name)
    columns = _columns(table, path.name)
    at = moments(table.cells(columns["used_at"]), table.headings[columns["used_at"]], "auto", path.name)
    texts = {field: as_text(table.cells(place)) for field, place in columns.items() if field != "used_at"}
    found = pl.DataFrame({**texts, "used_at": at, "row": table.frame["row"]})
    bad = found.filter(col.rep.is_null() | col.used_at.is_null())
    if not bad.is_empty():
        lacking = "rep" if bad["rep"][0] is None else "used_at"
        raise BadUseRow(file=path.name, row=bad["row"][0], column=table.headings[columns[lacking]], bad=bad.height)
    return _typed(found)


def _columns(table: Table, file: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, words in WORDS.items():
        known = {word: rank for rank, word in enumerate(words.split())}
        places = [(known[plain(text)], place) for place, text in enumerate(table.headings) if plain(text) in known]
        if places:
            found[field] = min(places)[1]
    if missing := [field for field in NEEDED if field not in found]:
        told = ", ".join(heading[:30] or "-" for heading in table.headings[:30])
        raise NoUseFile(file=file, headings=told, missing=", ".join(missing))
    return found


def _typed(found: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of USAGE: what is not told is one tool, no module, the action `use`, and core."""
    there = set(found.columns)
    core = (
        ~col.is_core.str.to_lowercase().is_in(NO).fill_null(value=False) if "is_core" in there else pl.lit(value=True)
    )
    module = col.module.map_elements(lambda said: MODULE_OF.get(plain(said), said), return_dtype=pl.String)
    told = {
        "tool": col.tool.fill_null("-") if "tool" in there else pl.lit("-"),
        "module": module if "module" in there else pl.lit(None, dtype=pl.String),
        "action": col.action.fill_null("use") if "action" in there else pl.lit("use"),
        "is_core": core,
    }
    return found.with_columns(**told).select(USAGE.names()).sort("used_at", "rep", maintain_order=True)
