"""Which folders of a mailbox are read: all but drafts, spam, the bin, and views that show the mails of others again."""

from __future__ import annotations

from dataclasses import dataclass

from tradewind.desk.sources.mail.connecting import Mailbox
from tradewind.errors import NoSuchMailFolder

PASSED_OVER = {
    rb"\drafts", rb"\junk", rb"\trash", rb"\all", rb"\flagged", rb"\important", rb"\noselect", rb"\nonexistent",
}  # fmt: skip
SENT = rb"\sent"
# What servers call these folders that do not say which they are.
SENT_NAMES = {
    "sent", "sent messages", "sent items", "sent mail", "已发送", "已发邮件", "已发送邮件", "寄件備份", "发件箱",
}  # fmt: skip
PASSED_NAMES = {
    "drafts", "draft", "junk", "junk e-mail", "spam", "trash", "deleted", "deleted messages", "deleted items", "草稿箱",
    "草稿", "垃圾邮件", "广告邮件", "病毒文件夹", "已删除", "已删除邮件", "垃圾箱", "病毒邮件",
}  # fmt: skip


@dataclass(frozen=True)
class Folder:
    """One folder, and whether what is in it was sent by its owner."""

    name: str
    is_sent: bool


def chosen(mailbox: Mailbox, said: str) -> list[Folder]:
    """The folders to read, those with sent mails first: the ones that were `said`, separated by commas, or all.

    raises   NoSuchMailFolder
    """
    there = {name: _folder(name, flags) for name, flags in mailbox.folders()}
    wanted = [one.strip() for one in said.replace("，", ",").split(",") if one.strip()]
    names = {name.casefold(): name for name in there}
    for one in wanted:
        if one.casefold() not in names:
            raise NoSuchMailFolder(folder=one, folders=", ".join(sorted(there)))
    found = [there[names[one.casefold()]] for one in wanted] if wanted else [one for one in there.values() if one]
    return sorted({one for one in found if one}, key=lambda one: (not one.is_sent, one.name != "INBOX", one.name))


def _folder(name: str, flags: set[bytes]) -> Folder | None:
    """None for a folder that is not read."""
    last = name.replace("/", ".").rpartition(".")[2].casefold()
    is_told = flags & (PASSED_OVER | {SENT})
    if flags & PASSED_OVER or (not is_told and last in PASSED_NAMES):
        return None
    return Folder(name, SENT in flags or (not is_told and last in SENT_NAMES))
