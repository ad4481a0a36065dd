"""What does each rule say in words? English sentences that doors translate, and how one is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

RULES: dict[str, str] = {
    "cadence": "No contact since {last_on}, a rhythm of {every_days} days",
    "quote_unanswered": "Quotation of {on} not answered ({case})",
    "quote_expiring": "Quotation expires on {on} ({case})",
    "sample_feedback": "No word on the sample of {on} ({case})",
    "deposit_due": "No deposit since the PI of {on} ({case})",
    "inspection_ahead": "Inspection on {on} ({case})",
    "etd_passed": "To be shipped by {on}, not shipped ({case})",
    "eta_passed": "To arrive by {on}, not arrived ({case})",
    "documents_missing": "Shipped on {on}, documents not sent ({case})",
    "balance_due": "Shipped on {on}, balance not paid ({case})",
    "at_risk": "At risk since {on}",
    "cooling": "Slower than its rhythm since {on}",
    "lost": "Counted as lost since {on}",
    "won_back": "Won back on {on}",
    "birthday": "Birthday on {on} {name}",
    "fair": "Fair on {on} {name}",
    "other_day": "{name} on {on}",
    "holiday": "{holiday}: closed from {on} to {until}",
}
# What each rule is called where it is set, and what its days mean.
NAMES: dict[str, str] = {
    "cadence": "Contact by tier",
    "quote_unanswered": "Quotation not answered",
    "quote_expiring": "Quotation expires",
    "sample_feedback": "No word on a sample",
    "deposit_due": "Deposit due",
    "inspection_ahead": "Inspection ahead",
    "etd_passed": "Shipping day passed",
    "eta_passed": "Arrival day passed",
    "documents_missing": "Documents missing",
    "balance_due": "Balance due",
    "at_risk": "Buyer at risk",
    "cooling": "Buyer cooling",
    "lost": "Buyer lost",
    "won_back": "Buyer won back",
    "birthday": "Birthday",
    "fair": "Fair",
    "other_day": "Other day",
    "holiday": "Holiday of several days",
}
KINDS: dict[str, str] = {
    "waiting": "days after the step",
    "ahead": "days before the planned day",
    "passed": "days after the planned day",
    "state": "days after the change",
    "day": "days before the day",
}
TABLES = (RULES, NAMES, KINDS)


def sentence(reason: Mapping[str, Any], translate: Callable[[str], str], language: str) -> str:
    """A reason (rule, facts) in the reader's language; `translate` turns the English sentence."""
    facts = dict(reason["facts"])
    if language.startswith("zh") and facts.get("holiday_zh"):
        facts["holiday"] = facts["holiday_zh"]
    words = translate(RULES[reason["rule"]]) if reason["rule"] in RULES else str(reason["rule"])
    return words.format(**facts).strip()
