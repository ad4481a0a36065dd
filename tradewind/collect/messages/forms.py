"""The forms of conversation that can be read, a line each. The surest one reads the file; of equals the first."""

from __future__ import annotations

from tradewind.collect.messages import chat_table, copied_text, line_text, qq_text, whatsapp
from tradewind.collect.messages.apps import (
    dingtalk,
    feishu,
    meta,
    signal,
    slack,
    telegram,
    telegram_html,
    wechat_json,
    wecom,
    whatsapp_cloud,
)
from tradewind.collect.messages.form import Form
from tradewind.collect.messages.mail import read as mail

FORMS: tuple[Form, ...] = (
    Form("whatsapp-txt", whatsapp.recognise, whatsapp.read, whatsapp.frames),
    Form("wechat-csv", chat_table.recognise_wechat, chat_table.wechat),
    Form("csv", chat_table.recognise_csv, chat_table.table),
    Form("xlsx", chat_table.recognise_workbook, chat_table.table),
    Form("wechat-copypaste", copied_text.recognise_wechat, copied_text.wechat),
    Form("trademanager-copypaste", copied_text.recognise_trademanager, copied_text.trademanager),
    Form("telegram-copypaste", copied_text.recognise_telegram, copied_text.telegram),
    Form("qq-txt", qq_text.recognise, qq_text.read),
    Form("line-txt", line_text.recognise, line_text.read),
    Form("telegram-json", telegram.recognise, telegram.read),
    Form("telegram-list", telegram.recognise_fetched, telegram.read_fetched),
    Form("telegram-html", telegram_html.recognise, telegram_html.read),
    Form("slack-zip", slack.recognise, slack.read),
    Form("wechat-json", wechat_json.recognise, wechat_json.read),
    Form("wecom-archive", wecom.recognise, wecom.read),
    Form("feishu-event", feishu.recognise, feishu.read),
    Form("dingtalk-stream", dingtalk.recognise, dingtalk.read),
    Form("facebook-json", meta.recognise_facebook, meta.read_facebook),
    Form("instagram-json", meta.recognise_instagram, meta.read_instagram),
    Form("whatsapp-cloud-webhook", whatsapp_cloud.recognise, whatsapp_cloud.read),
    Form("signal-json", signal.recognise, signal.read),
    Form("mbox", mail.recognise_mailbox, mail.read_mailbox),
    Form("eml", mail.recognise_mail, mail.read_mail),
    Form("maildir", mail.recognise_maildir, mail.read_mails),
    Form("mails", mail.recognise_mails, mail.read_mails),
    Form("mail-text", mail.recognise_body, mail.read_body),
)  # fmt: skip
