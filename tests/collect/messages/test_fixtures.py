"""The open fixtures of chats beside the checkout, each against what its manifest expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collect.messages.fixtures import differences, manifest, messages_of

READ_SO_FAR = (
    "dingtalk-stream",
    "facebook-json",
    "feishu-event",
    "instagram-json",
    "line-txt",
    "mbox",
    "qq-txt",
    "slack-zip",
    "trademanager-copypaste",
    "wechat-copypaste",
    "wechat-csv",
    "wecom-archive",
    "whatsapp-cloud-webhook",
    "whatsapp-txt",
)


@pytest.mark.parametrize("form", READ_SO_FAR)
def test_every_fixture_of_the_form_is_read_as_its_manifest_says(form: str, shared: Path) -> None:
    folder = shared / "chats"
    entries = [entry for entry in manifest(folder) if entry["format"] == form]
    assert entries
    wrong = {
        entry["file"]: found
        for entry in entries
        if (found := list(differences(entry["expected"], messages_of(folder / entry["file"], entry["expected"]))))
    }
    assert not wrong
