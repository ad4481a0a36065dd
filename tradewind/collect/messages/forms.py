"""The forms of conversation that can be read, a line each. The surest one reads the file; of equals the first."""

from __future__ import annotations

from tradewind.collect.messages import copied_text, line_text, qq_text, whatsapp
from tradewind.collect.messages.form import Form

FORMS: tuple[Form, ...] = (
    Form("whatsapp-txt", whatsapp.recognise, whatsapp.read, whatsapp.frames),
    Form("wechat-copypaste", copied_text.recognise_wechat, copied_text.wechat),
    Form("trademanager-copypaste", copied_text.recognise_trademanager, copied_text.trademanager),
    Form("telegram-copypaste", copied_text.recognise_telegram, copied_text.telegram),
    Form("qq-txt", qq_text.recognise, qq_text.read),
    Form("line-txt", line_text.recognise, line_text.read),
)  # fmt: skip
