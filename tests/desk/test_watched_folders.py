"""A watched folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.desk.sources import looked_at
from tradewind.desk.models import Batch, Message, Order, Person, Source
from tradewind.desk.sources import changing
from tradewind.errors import FileTooLarge, FolderMissing, FolderNotAllowed, NotAllowed

ORDERS = "Order ID,Customer,Order Date,Amount\n1,Acme,2026-03-05,5.00\n"
CHAT = "13/03/2026, 09:05 - Tom: price please\n13/03/2026, 09:06 - Dora: 5 USD\n"
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.TRADEWIND_HOME = tmp_path / "home"
    return tmp_path


def after_two_minutes(source: Source) -> Source:
    looked_at(source)
    return looked_at(source)


def watched(by: Person, folder: str = "erp") -> Source:
    return changing.add(by, "folder", "ERP", {"folder": folder})


def test_files_of_any_form_are_read_once_by_their_content(dora: Person, home: Path) -> None:
    source = looked_at(watched(dora))
    folder = home / "home" / "watched" / "erp"
    (folder / "deep").mkdir()
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "deep" / "chat.txt").write_text(CHAT)
    assert looked_at(source).count == 0  # a file that was not there a minute ago may still be growing
    assert looked_at(source).count == 3
    assert (Order.objects.count(), Message.objects.count()) == (1, 2)
    (folder / "again.csv").write_text(ORDERS)
    (folder / "orders.csv").rename(folder / "moved.csv")
    assert after_two_minutes(source).count == 3 and Batch.objects.count() == 2
    (folder / "moved.csv").write_text(ORDERS + "2,Acme,2026-03-06,7.00\n")
    assert after_two_minutes(source).count == 4
    assert changing.test(source).facts == {"files": 3}


def test_a_file_that_grows_waits_and_what_programs_hide_is_passed_over(dora: Person, home: Path) -> None:
    source = looked_at(watched(dora))
    folder = home / "home" / "watched" / "erp"
    for name in (".hidden.csv", "~$orders.csv", "orders.csv.part", "empty.csv"):
        (folder / name).write_text("" if name == "empty.csv" else ORDERS)
    os.mkfifo(folder / "pipe.csv")
    growing = folder / "growing.csv"
    for size in (30, 50):
        growing.write_text(ORDERS[:size])
        os.utime(growing, (size, size))
        assert looked_at(source).count == 0
    growing.write_text(ORDERS)
    assert after_two_minutes(source).count == 1 and source.last_error is None and Batch.objects.count() == 1


def test_links_out_of_the_folder_are_not_followed(dora: Person, home: Path) -> None:
    (home / "secret.csv").write_text(ORDERS)
    (home / "outside").mkdir()
    (home / "outside" / "orders.csv").write_text(ORDERS)
    source = looked_at(watched(dora))
    folder = home / "home" / "watched" / "erp"
    (folder / "link.csv").symlink_to(home / "secret.csv")
    (folder / "deep").symlink_to(home / "outside")
    assert after_two_minutes(source).count == 0 and not Batch.objects.exists()
    (home / "home" / "watched" / "sly").symlink_to(home / "outside")
    with pytest.raises(FolderNotAllowed):
        changing.test(watched(dora, "sly"))


def test_a_refused_file_stays_and_is_told_until_it_is_mended(dora: Person, home: Path) -> None:
    source = looked_at(watched(dora))
    folder = home / "home" / "watched" / "erp"
    (folder / "bad.csv").write_text("a,b,c\n1,2,3\n")
    (folder / "good.csv").write_text(ORDERS)
    after_two_minutes(source)
    assert source.count == 1 and (folder / "bad.csv").exists()
    batch = Batch.objects.get(file_name="bad.csv")
    assert batch.error and batch.error["code"] == "NoOrderFile"
    assert looked_at(source).last_error["facts"] == {"files": 1, "file": "bad.csv"}  # type: ignore[index]
    assert Batch.objects.count() == 2  # it is not tried again every minute
    (folder / "bad.csv").write_text(ORDERS.replace("1,", "9,"))
    assert after_two_minutes(source).count == 2 and looked_at(source).last_error is None


def test_only_allowed_folders_are_watched_by_whom_the_desk_trusts(
    alice: Person, dora: Person, home: Path, settings: Settings
) -> None:
    with pytest.raises(NotAllowed):
        watched(alice)
    for folder in ("/etc", "..", str(home / "home"), "../../outside"):
        with pytest.raises(FolderNotAllowed):
            changing.test(watched(dora, folder))
    settings.TRADEWIND_WATCHED_FOLDERS = [str(home / "share")]
    with pytest.raises(FolderMissing):
        changing.test(watched(dora, str(home / "share")))
    (home / "share").mkdir()
    (home / "share" / "big.csv").write_bytes(b"x" * (2 << 20))
    assert changing.test(watched(dora, str(home / "share"))).facts == {"files": 1}
    settings.TRADEWIND_MAX_UPLOAD_MB = 1
    source = after_two_minutes(watched(dora, str(home / "share")))
    assert source.last_error and source.last_error["code"] == FileTooLarge.__name__
