"""JSON of any size: one record at a time, whatever is wrong with the file."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.collect.messages.bytes_of import FUZZ, any_json
from tradewind.collect.messages.apps.records import documents, records
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.forms import FORMS
from tradewind.collect.messages.source import Source

MESSAGES = frozenset({("messages",)})


def of(file: Path, data: bytes) -> tuple[list[object], Noted]:
    file.write_bytes(data)
    noted = Noted()
    return [one.record for one in records(Source(file), MESSAGES, noted)], noted


def test_what_stands_before_the_records_is_told_with_them(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text(
        '{"chats": {"list": [{"name": "Tom", "messages": [{"id": 1}]}, {"name": "Li", "messages": [{"id": 2}]}]}}'
    )
    places = frozenset({("chats", "list", "*", "messages")})
    assert [(one.told, one.record) for one in records(Source(file), places, Noted())] == [
        ({"name": "Tom"}, {"id": 1}),
        ({"name": "Li"}, {"id": 2}),
    ]


@pytest.mark.parametrize("cut", [20, 30, 41])
def test_a_file_cut_off_gives_what_is_whole(tmp_path: Path, cut: int) -> None:
    whole = b'{"messages": [{"id": 1}, {"id": 2}, {"id": 3}]}'
    found, noted = of(tmp_path / "x", whole[:cut])
    assert found == [{"id": 1}, {"id": 2}, {"id": 3}][: len(found)]
    assert [one.reason for one in noted.rejected] == ["cut_off"]


def test_what_is_no_json_is_noted(tmp_path: Path) -> None:
    found, noted = of(tmp_path / "x", b'{"messages": [{"id": 1}, {"id": NaN}, {"id": 3}]}')
    assert (found, [one.reason for one in noted.rejected]) == ([{"id": 1}], ["broken_json"])


def test_nesting_a_hundred_thousand_deep_is_left_out_in_a_second(tmp_path: Path) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    begun = time.process_time()
    found, noted = of(tmp_path / "x", b'{"a": ' + deep + b', "messages": [{"x": ' + deep + b'}, {"id": 2}]}')
    assert found == [{"id": 2}]
    assert [one.reason for one in noted.rejected] == ["too_deep"]
    assert time.process_time() - begun < 10


def test_a_value_of_hundreds_of_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "x"
    with file.open("wb") as stream:
        stream.write(b'{"messages": [{"id": 1}, {"text": "')
        for _ in range(48):
            stream.write(b"x" * (1 << 20))
    noted = Noted()
    tracemalloc.start()
    found = [one.record for one in records(Source(file), MESSAGES, noted)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found, [one.reason for one in noted.rejected]) == ([{"id": 1}], ["record_too_large"])
    assert peak < 20 << 20


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = json.dumps({"messages": [{"text": "报价单已经发给您了，请查收"}]}, ensure_ascii=False, indent=1)
    assert of(tmp_path / "x", text.encode(encoding))[0] == [{"text": "报价单已经发给您了，请查收"}]


def test_bytes_that_are_no_utf_8_are_marked_and_the_rest_is_read(tmp_path: Path) -> None:
    assert of(tmp_path / "x", b'{"messages": [{"text": "a\xff"}, {"id": 2}]}')[0] == [{"text": "a\ufffd"}, {"id": 2}]


def test_a_broken_line_costs_that_line(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text('{"a": 1}\n{"b": 2}\n{"c": \n[1]\n{"d": 4}\n')
    noted = Noted()
    assert list(documents(Source(file), noted)) == [{"a": 1}, {"b": 2}, {"d": 4}]
    assert [(one.line, one.reason) for one in noted.rejected] == [(3, "broken_json"), (4, "no_record")]


@settings(FUZZ, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_json())
def test_no_bytes_make_any_form_of_records_fall_over(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    for form in FORMS:
        if "apps" in form.read.__module__:
            form.recognise(Source(file))
            if not form.name.endswith("zip"):
                for one in form.read(Source(file), Asked(), Noted()):
                    assert one.document()["kind"] in ("text", "media", "system", "deleted", "call")
