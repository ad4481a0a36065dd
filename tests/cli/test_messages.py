"""`tradewind messages read`: JSON a line on stdout, what was read on stderr, and one question that it may refuse over."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import run

CLEAR = "13/03/2024, 08:07 - Tom: hi\n13/03/2024, 08:09 - 王芳: 好的\n"
OPEN = "03/04/2024, 08:07 - Tom: hi\n"


def test_the_messages_are_lines_of_json_and_the_summary_ends_stderr(tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Tom.txt"
    chat.write_text("exported by me\n" + CLEAR)
    done = run(tmp_path / "home", "messages", "read", chat, "--timezone", "Asia/Shanghai", "--summary")
    assert done.returncode == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["sent_at"], first["sent_at_utc"], first["utc_offset_min"]) == (
        "2024-03-13T08:07:00",
        "2024-03-13T00:07:00Z",
        480,
    )
    assert (second["sender"], second["text"], second["conversation"]) == ("王芳", "好的", "Tom")
    assert json.loads(done.stderr.splitlines()[-1]) == {
        "format": "whatsapp-txt",
        "messages": 2,
        "rejected": [{"line": 1, "reason": "before_first_message"}],
        "ambiguous": False,
    }
    assert not (tmp_path / "home").exists()


def test_open_dates_are_refused_with_the_option_that_answers(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(OPEN)
    done = run(tmp_path / "home", "messages", "read", chat)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--dates dmy" in done.stderr and "--dates mdy" in done.stderr
    asked = run(tmp_path / "home", "messages", "read", chat, "--summary", language="zh")
    assert asked.returncode == 2 and "请用 --dates dmy 或 --dates mdy 指定" in asked.stderr
    assert json.loads(asked.stderr.splitlines()[-1])["ambiguous"] is True
    said = run(tmp_path / "home", "messages", "read", chat, "--dates", "mdy")
    assert json.loads(said.stdout)["sent_at"] == "2024-03-04T08:07:00"


def test_what_is_no_conversation_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Tom,\nas agreed.\n")
    done = run(tmp_path / "home", "messages", "read", file)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("letter.txt is no conversation")
    gone = run(tmp_path / "home", "messages", "read", tmp_path / "none.txt")
    assert gone.returncode == 2 and "There is no file" in gone.stderr
