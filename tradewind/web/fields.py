"""What the columns of an import, and what is wrong in one, are called. Codes come from the reading of the file."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.desk.problems import LINES, PROBLEMS

FIELDS = {
    "order_id": _("Order number"),
    "customer_id": _("Customer number"),
    "customer": _("Customer"),
    "ordered_on": _("Order date"),
    "ordered_time": _("Order time"),
    "amount": _("Amount"),
    "quantity": _("Quantity"),
    "price": _("Unit price"),
    "order_total": _("Total of the order"),
    "refunded": _("Refunded of the order"),
    "currency": _("Currency"),
    "country": _("Country"),
    "rep": _("Sales rep"),
    "product_code": _("Product code"),
    "product": _("Product"),
    "product_line": _("Product line"),
    "unit": _("Unit"),
    "requested_on": _("Requested date"),
    "promised_on": _("Promised date"),
    "shipped_on": _("Shipping date"),
    "contact": _("Contact"),
    "contact_kind": _("Kind of contact"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "channel": _("Channel"),
    "language": _("Language"),
    "tier": _("Tier"),
    "timezone": _("Time zone"),
}
EVENT_FIELDS = {
    "case_id": _("Case"),
    "activity": _("Activity"),
    "happened_at": _("Time of the event"),
    "resource": _("Done by"),
    "lifecycle": _("Begin or end"),
    "cost": _("Cost"),
}
KINDS = {
    "orders": _("orders"),
    "customers": _("customers"),
    "contacts": _("contacts"),
    "order_lines": _("order lines"),
    "ownership": _("owners"),
    "messages": _("messages"),
    "events": _("process events"),
    "usage": _("uses of tools"),
    "ratings": _("ratings"),
    "sample": _("sample company"),
}
# Tables with rows of one buyer, by the name of their model.
HELD = {
    "customer": _("the buyer itself"),
    "contact": _("contacts"),
    "ownership": _("owners"),
    "sender": _("senders of messages"),
    "message": _("messages"),
    "letter": _("messages sent from the desk"),
    "customeralias": _("keys of buyers merged into it"),
    "buyerrisk": _("figures of the last computation"),
    "saidchance": _("chances that were said"),
    "buyerstate": _("states by day"),
    "churnwarning": _("cases"),
    "season": _("seasons"),
    "followup": _("follow-ups"),
    "note": _("notes"),
    "order": _("orders"),
    "orderline": _("order lines"),
    "rating": _("ratings"),
    "event": _("process events"),
    "reminder": _("reminders"),
    "reminderreason": _("reasons of reminders"),
    "specialday": _("special days"),
    "foundpromise": _("promises found in messages"),
    "double": _("possible doubles"),
    "merge": _("merges"),
    "rowbefore": _("rows before an import changed them"),
    "auditentry": _("lines of the change log"),
}
PARTIES = {"supplier": _("supplier"), "forwarder": _("forwarder")}
DATE_ORDERS = {
    "dmy": _("day/month/year"),
    "mdy": _("month/day/year"),
    "ymd": _("year-month-day"),
    "ydm": _("year-day-month"),
}
DECIMALS = {"point": _("decimals"), "comma": _("thousands")}
HOW = {
    "name": _("by its heading"),
    "values": _("by its values"),
    "person": _("as you said"),
    "none": _("not used"),
}
SEPARATORS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}
OUTCOMES = {"skipped": _("skipped"), "failed": _("wrong")}
COUNTS = {
    "created": _("added"),
    "updated": _("changed"),
    "unchanged": _("unchanged"),
    "deleted": _("deleted"),
    "restored": _("put back"),
    "kept": _("kept"),
}
RATES = {
    "rate_own": _("by your own rate"),
    "rate_ecb": _("by the ECB's rate of the day"),
    "rate_ecb_old": _("by the ECB's last rate, at most a week old"),
    "rate_none": _("without a rate: no amount"),
}
CHANNELS = {
    "mail": _("E-mail"),
    "wechat": _("WeChat"),
    "wecom": _("WeCom"),
    "dingtalk": _("DingTalk"),
    "feishu": _("Feishu"),
    "trademanager": _("TradeManager"),
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "slack": "Slack",
    "signal": "Signal",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "line": "LINE",
    "qq": "QQ",
}
NAMES = CHANNELS | PARTIES | RATES | COUNTS | EVENT_FIELDS | FIELDS
WORDS = NAMES | KINDS | DATE_ORDERS | DECIMALS | HOW | SEPARATORS | OUTCOMES


def field(code: str | None) -> str:
    """The name of a field, an order of dates, a separator … in the reader's language."""
    return gettext(WORDS[code]) if code in WORDS else code or ""


def held(code: str) -> str:
    """What rows of a table are called that a buyer is told of; a table without a word by its own name."""
    return gettext(HELD[code]) if code in HELD else code


def problem(code: str) -> str:
    """What is wrong with a row, in words."""
    words = PROBLEMS | LINES
    return gettext(words[code]) if code in words else code
