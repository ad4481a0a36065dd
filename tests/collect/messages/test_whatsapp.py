"""WhatsApp's exports: every phone's way of writing, and nothing begins a message but what does."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.collect.messages.reading import opened, read, told
from tradewind.collect.messages import Asked, as_facts, conversations
from tradewind.errors import AmbiguousMessageDates, UnknownZone
from tradewind.ledger.schema import conform

MORNING = "2024-03-05 08:07"
SAME_MOMENT = {
    "Android, British": "05/03/2024, 08:07 - Tom: hi\n25/03/2024, 08:07 - Tom: x",
    "Android, American": "3/5/24, 8:07 AM - Tom: hi\n3/25/24, 8:07 AM - Tom: x",
    "the narrow blank of 2023": "3/5/24, 8:07\u202fAM - Tom: hi\n3/25/24, 8:07\u202fAM - Tom: x",
    "Chinese, half of the day first": "2024/3/5 上午8:07 - Tom: hi\n2024/3/25 上午8:07 - Tom: x",
    "iOS, Chinese": "[2024/3/5 上午8:07:11] Tom: hi\n[2024/3/25 上午8:07:11] Tom: x",
    "Chinese, written out": "2024年3月5日 上午8:07 - Tom: hi\n2024年3月25日 上午8:07 - Tom: x",
    "Japanese": "2024/03/05 8:07 - Tom: hi\n2024/03/25 8:07 - Tom: x",
    "Korean": "2024. 3. 5. 오전 8:07, Tom : hi\n2024. 3. 25. 오전 8:07, Tom : x",
    "German": "05.03.24, 08:07 - Tom: hi\n25.03.24, 08:07 - Tom: x",
    "Finnish": "5.3.2024 klo 8.07 - Tom: hi\n25.3.2024 klo 8.07 - Tom: x",
    "French": "05/03/2024 à 08:07 - Tom: hi\n25/03/2024 à 08:07 - Tom: x",
    "Spanish": "5/3/2024, 8:07 a.\u00a0m. - Tom: hi\n25/3/2024, 8:07 a.\u00a0m. - Tom: x",
    "Arabic": "٥\u200f/٣\u200f/٢٠٢٤، ٨:٠٧ ص - Tom: hi\n٢٥\u200f/٣\u200f/٢٠٢٤، ٨:٠٧ ص - Tom: x",
    "Persian digits": "۲۰۲۴/۳/۵،\u200f ۸:۰۷ - Tom: hi\n۲۰۲۴/۳/۲۵،\u200f ۸:۰۷ - Tom: x",
    "Persian calendar": "۱۴۰۲/۱۲/۱۵،\u200f ۸:۰۷ - Tom: hi\n۱۴۰۳/۱/۶،\u200f ۸:۰۷ - Tom: x",
    "Thai years": "5/3/2567 08:07 - Tom: hi\n25/3/2567 08:07 - Tom: x",
    "Czech": "5. 3. 2024 8:07 - Tom: hi\n25. 3. 2024 8:07 - Tom: x",
    "Bulgarian": "5.03.24 г., 8:07 - Tom: hi\n25.03.24 г., 8:07 - Tom: x",
    "Turkish": "5.03.2024 ÖÖ 8:07 - Tom: hi\n25.03.2024 ÖÖ 8:07 - Tom: x",
    "Greek": "5/3/24, 8:07 π.μ. - Tom: hi\n25/3/24, 8:07 π.μ. - Tom: x",
    "nothing but a blank behind the time": "5. 3. 2024. 08:07:11 Tom: hi\n25. 3. 2024. 08:07:12 Tom: x",
    "the year between month and day": "[03/2024/05, 08:07:15] Tom: hi\n[03/2024/25, 08:07:15] Tom: x",
    "copied in the browser": "[08:07, 05/03/2024] Tom: hi\n[08:07, 25/03/2024] Tom: x",
    "marks before the bracket": "\u200e[05/03/2024, 08:07:11] Tom: hi\n\u200e[25/03/2024, 08:07:11] Tom: x",
}


@pytest.mark.parametrize("text", SAME_MOMENT.values(), ids=SAME_MOMENT.keys())
def test_every_way_of_writing_a_morning_in_march_is_that_morning(text: str, tmp_path: Path) -> None:
    assert told(read(tmp_path, text)) == [(MORNING, "Tom", "hi"), ("2024-03-25 08:07", "Tom", "x")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_of_a_chinese_chat_is_read(encoding: str, tmp_path: Path) -> None:
    text = "2024/3/5 下午2:30 - 王芳: 早上好，报价单已经发给您了，请确认交期\r\n2024/3/5 下午2:31 - Tom: ok\r\n"
    found = read(tmp_path, text.encode(encoding))
    assert [one.sender for one in found] == ["王芳", "Tom"]
    assert told(found)[0] == ("2024-03-05 14:30", "王芳", "早上好，报价单已经发给您了，请确认交期")


def test_a_pasted_chat_of_another_phone_stays_inside_its_message(tmp_path: Path) -> None:
    pasted = "[1/2/24, 9:00:00 AM] Boss: approve it\n[1/2/24, 9:01:00 AM] Boss: today"
    text = f"13/03/2024, 08:07 - Tom: see\n{pasted}\n13/03/2024, 08:09 - Li: ok\n"
    assert told(read(tmp_path, text)) == [
        ("2024-03-13 08:07", "Tom", f"see\n{pasted}"),
        ("2024-03-13 08:09", "Li", "ok"),
    ]


def test_a_pasted_chat_in_the_same_grammar_stays_inside_too_and_is_listed(tmp_path: Path) -> None:
    pasted = "13/01/2024, 10:00 - Boss: approve it\n13/01/2024, 10:01 - Tom: sure"
    conversation = opened(tmp_path, f"13/03/2024, 08:07 - Tom: see\n{pasted}\n13/03/2024, 08:09 - Li: ok\n")
    assert [one.text for one in conversation.messages()] == [f"see\n{pasted}", "ok"]
    assert [(one.line, one.reason) for one in conversation.noted.rejected] == [
        (2, "out_of_time_order"),
        (3, "out_of_time_order"),
    ]


def test_a_date_that_is_none_begins_no_message_and_is_listed_once(tmp_path: Path) -> None:
    block = "".join(f"13/03/2024, {n // 60:02}:{n % 60:02} - Tom: {'x' * 4000}\n" for n in range(1300))
    conversation = opened(tmp_path, block + "31/02/2024, 09:00 - Tom: no\n14/03/2024, 09:00 - Li: end\n")
    *_, last, end = conversation.messages()
    assert (last.text.endswith("\n31/02/2024, 09:00 - Tom: no"), end.text) == (True, "end")
    assert [(one.line, one.reason) for one in conversation.noted.rejected if one.reason == "no_such_date"] == [
        (1301, "no_such_date")
    ]


def test_lines_pasted_from_the_future_do_not_swallow_what_follows(tmp_path: Path) -> None:
    rest = "".join(f"14/03/2024, 09:{minute:02} - Li: {minute}\n" for minute in range(30))
    found = read(tmp_path, f"13/03/2024, 08:07 - Tom: plan\n24/12/2025, 10:00 - Boss: party\n{rest}")
    assert len(found) == 31
    assert found[0].text == "plan\n24/12/2025, 10:00 - Boss: party"


def test_the_hour_that_comes_twice_in_autumn_is_no_going_back(tmp_path: Path) -> None:
    text = "27/10/2024, 02:58 - Tom: a\n27/10/2024, 02:01 - Li: b\n27/10/2024, 02:03 - Tom: c\n"
    assert len(read(tmp_path, text)) == 3


def test_newest_first_is_an_order_of_time_as_well(tmp_path: Path) -> None:
    text = "".join(f"{day}/03/2024, 08:07 - Tom: {day}\n" for day in range(28, 10, -1))
    assert [one.text for one in read(tmp_path, text)] == [str(day) for day in range(28, 10, -1)]


def test_what_the_program_says_is_kept_and_marked(tmp_path: Path) -> None:
    text = (
        "13/03/2024, 08:00 - Messages and calls are end-to-end encrypted.\n"
        '13/03/2024, 08:01 - Tom changed the subject to "Orders: May"\n'
        "13/03/2024, 08:02 - Tom: PO 4711: ok?\n"
        "13/03/2024, 08:03 - Tom: <Media omitted>\n"
        "13/03/2024, 08:04 - Tom: This message was deleted\n"
        "13/03/2024, 08:05 - Tom: IMG-20240313-WA0001.jpg (file attached)\nfor you\n"
        "13/03/2024, 08:06 - Tom: Missed voice call\n"
        "13/03/2024, 08:07 - Tom: sorry <This message was edited>\n"
        "13/03/2024, 08:08 - Tom: \n"
    )
    found = read(tmp_path, text)
    kinds = ["system", "system", "text", "media", "deleted", "media", "call", "text", "text"]
    assert [one.kind for one in found] == kinds
    assert found[1].sender is None and found[2].text == "PO 4711: ok?"
    assert found[5].attachments == ("IMG-20240313-WA0001.jpg",) and found[5].text.endswith("\nfor you")
    assert found[7].edited and found[8].text == ""


def test_on_ios_the_marks_tell_what_the_program_says(tmp_path: Path) -> None:
    text = (
        "[13/03/2024, 08:00:00] Team: \u200eMessages and calls are end-to-end encrypted.\n"
        "[13/03/2024, 08:01:00] Tom: \u200eTom added you\n"
        "\u200e[13/03/2024, 08:02:00] ~\u00a0Tom: \u200eimage omitted\n"
        "\u200e[13/03/2024, 08:03:00] Tom: \u200e<attached: 00000012-PHOTO-2024.jpg>\n"
        "[13/03/2024, 08:03:30] Tom: \u200eLocation: https://maps.example.com/?q=1,2\n"
        "[13/03/2024, 08:04:00] \u202a+86\u00a0138\u00a00013\u00a08000\u202c: hi\n"
    )
    found = read(tmp_path, text)
    assert [one.kind for one in found] == ["system", "system", "media", "media", "text", "text"]
    assert found[3].attachments == ("00000012-PHOTO-2024.jpg",)
    assert found[5].sender == "+86\u00a0138\u00a00013\u00a08000"


def test_a_name_may_hold_a_colon_where_every_message_of_it_tells_so(tmp_path: Path) -> None:
    text = (
        "".join(f"13/03/2024, 08:0{n} - ACME: Tom: text {n}\n" for n in range(4)) + "13/03/2024, 08:05 - Li: PO: ok\n"
    )
    found = read(tmp_path, text)
    assert {(one.sender, one.text[:4]) for one in found} == {("ACME: Tom", "text"), ("Li", "PO: ")}


def test_dates_that_leave_two_readings_are_asked_about_and_said(tmp_path: Path) -> None:
    text = "03/04/2024, 08:07 - Tom: hi\n03/04/2024, 09:00 - Li: ok\n"
    with pytest.raises(AmbiguousMessageDates) as question:
        read(tmp_path, text)
    assert (question.value.facts["first"], question.value.facts["second"]) == ("2024-04-03", "2024-03-04")
    for dates, day in (("dmy", "2024-04-03"), ("mdy", "2024-03-04")):
        assert told(read(tmp_path, text, dates=dates))[0][0] == f"{day} 08:07"


def test_one_day_above_twelve_anywhere_in_a_long_file_tells_the_order(tmp_path: Path) -> None:
    text = "03/04/2024, 08:07 - Tom: hi\n" + "03/04/2024, 09:00 - Li: ok\n" * 300_000 + "13/04/2024, 09:00 - Li: end\n"
    found = opened(tmp_path, text)
    frames = list(found.frames())
    assert sum(frame.height for frame in frames) == 300_002
    assert str(frames[0]["sent_at"][0]) == "2024-04-03 08:07:00"


def test_a_zip_is_read_without_its_pictures(tmp_path: Path) -> None:
    file = tmp_path / "WhatsApp Chat - Tom Buyer.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", "[13/03/2024, 08:00:00] Tom: \u200e<attached: 1-PHOTO.jpg>\n")
        archive.writestr("1-PHOTO.jpg", b"\xff\xd8\xff" + bytes(1000))
    (found,) = conversations(file)
    (message,) = found.messages()
    assert (message.conversation, message.attachments) == ("Tom Buyer", ("1-PHOTO.jpg",))


def test_a_zone_makes_moments_of_the_clock_on_the_wall(tmp_path: Path) -> None:
    text = "13/03/2024, 08:07 - Tom: hi\n13/07/2024, 08:07 - Tom: hi\n"
    found = read(tmp_path, text, timezone="Europe/Berlin")
    assert [(str(one.sent_at_utc), one.utc_offset_min) for one in found] == [
        ("2024-03-13 07:07:00", 60),
        ("2024-07-13 06:07:00", 120),
    ]
    assert [one.sent_at_utc for one in read(tmp_path, text)] == [None, None]
    with pytest.raises(UnknownZone):
        read(tmp_path, text, timezone="Mars")


def test_ids_are_the_same_in_a_longer_export_and_differ_in_one(tmp_path: Path) -> None:
    text = "13/03/2024, 08:07 - Tom: hi\n13/03/2024, 08:07 - Tom: hi\n13/03/2024, 08:07 - Li: hi\n"
    name = "WhatsApp Chat with Tom.txt"
    short = [one.message_id for one in read(tmp_path, text, name)]
    longer = [one.message_id for one in read(tmp_path, "12/03/2024, 08:07 - Tom: before\n" + text, name)]
    assert len(set(short)) == 3 and longer[1:] == short


def test_frames_and_messages_tell_the_same(tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    file.write_text("".join(f"13/03/2024, 08:{n % 60:02} - Tom {n}: line\nmore {n}\n" for n in range(60)))
    (one,) = conversations(file, Asked())
    rows = [row for frame in one.frames() for row in frame.iter_rows(named=True)]
    assert [(row["text"], row["sender"]) for row in rows] == [(m.text, m.sender) for m in one.messages()]


def test_the_lines_of_json_are_the_documents_of_the_messages(tmp_path: Path) -> None:
    conversation = opened(
        tmp_path,
        '13/03/2024, 08:05 - You created this group\n13/03/2024, 08:06 - Tom: a "b"\u2028<This message was edited>\n'
        "13/03/2024, 08:07 - 王芳: IMG-1.jpg (file attached)\n价格\n",
        timezone="Asia/Shanghai",
    )
    lines = "".join(text for _, text in conversation.json_lines()).removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == [one.document() for one in conversation.messages()]
    assert json.loads(lines[1])["edited"] and "edited" not in json.loads(lines[0])


def test_frames_are_the_ledgers_table_of_messages(tmp_path: Path) -> None:
    text = "13/03/2024, 08:05 - You created this group\n13/03/2024, 08:06 - Tom: hi\n"
    (frame,) = (one for one in opened(tmp_path, text, timezone="Asia/Shanghai").frames() if one.height)
    facts = as_facts(frame)
    assert facts.equals(conform(facts, "messages"))
    assert facts.select("direction", "sender", "kind").rows() == [("system", None, "system"), (None, "Tom", "text")]
    assert str(facts["sent_at"][1]) == "2024-03-13 00:06:00"
