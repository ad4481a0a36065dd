"""The forms of conversation that can be read, a line each. The surest one reads the file; of equals the first."""

from __future__ import annotations

from tradewind.collect.messages import line_text, whatsapp
from tradewind.collect.messages.form import Form

FORMS: tuple[Form, ...] = (
    Form("whatsapp-txt", whatsapp.recognise, whatsapp.read, whatsapp.frames),
    Form("line-txt", line_text.recognise, line_text.read),
)  # fmt: skip
