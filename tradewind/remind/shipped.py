"""Which rules a new desk begins with: each a kind, a number of days, an urgency, and the words of a log that it knows.

Cadences by tier are those that trainers of foreign trade reps teach: stars from 0 to 5, or letters from A to D.
"""

from __future__ import annotations

from dataclasses import dataclass

WAITING, AHEAD, PASSED, STATE, DAY = "waiting", "ahead", "passed", "state", "day"
CADENCE = "cadence"


@dataclass(frozen=True)
class Rule:
    """One rule that looks for occasions.

    kind      waiting: `days` after a step of `after`, until one of `until` (or a reply, where `reply_ends`);
              ahead: `days` before a planned step of `after`;  passed: `days` after a planned day, until one of `until`;
              state: when a buyer comes into the state of the rule's code;  day: `days` before a special day or holiday
    urgency   times the money at risk it makes the rank, above 0
    after, until   words that a log's activities are known by, in any case
    """

    code: str
    kind: str
    days: int
    urgency: float
    after: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    reply_ends: bool = False
    is_on: bool = True


SAMPLED = ("打样", "寄样", "样品", "sample")
ORDERED = ("PI", "形式发票", "proforma", "合同", "contract", "PO", "下单")
PAID = ("定金", "deposit")
PRODUCED = ("排产", "生产", "production")
SHIPPED = ("出运", "发货", "出货", "shipment", "shipped")
RULES: tuple[Rule, ...] = (
    Rule(
        "quote_unanswered", WAITING, 3, 2.0, ("报价", "quotation", "quote"), (*SAMPLED, *ORDERED, *PAID),
        reply_ends=True,
    ),
    Rule("quote_expiring", AHEAD, 3, 2.0, ("报价到期", "报价有效期", "quote expires", "valid until")),
    Rule("sample_feedback", WAITING, 7, 1.5, SAMPLED, (*ORDERED, *PAID), reply_ends=True),
    Rule("deposit_due", WAITING, 7, 2.0, ("PI", "形式发票", "proforma"), (*PAID, *PRODUCED)),
    Rule("inspection_ahead", AHEAD, 2, 2.0, ("验货", "inspection")),
    Rule("etd_passed", PASSED, 1, 2.5, ("ETD", "开船"), SHIPPED),
    Rule("eta_passed", PASSED, 1, 1.5, ("ETA", "到港"), ("到货", "清关", "arrived", "delivered")),
    Rule("documents_missing", WAITING, 5, 2.0, SHIPPED, ("单证", "寄单", "提单", "documents", "bill of lading")),
    Rule("balance_due", WAITING, 14, 2.5, SHIPPED, ("尾款", "balance")),
    Rule("at_risk", STATE, 0, 1.0),
    Rule("cooling", STATE, 0, 0.8),
    Rule("lost", STATE, 0, 0.3),
    Rule("won_back", STATE, 0, 0.8),
    Rule("birthday", DAY, 1, 1.0),
    Rule("fair", DAY, 14, 0.8),
    Rule("other_day", DAY, 1, 0.8),
    Rule("holiday", DAY, 5, 0.6),
)  # fmt: skip
CODES = (CADENCE, *(rule.code for rule in RULES))

# Days of silence after which a buyer of a tier is to be contacted; several: after the first contact without an answer,
# the second … The tiers of `BY_CYCLE` are contacted at the latest when their own reorder cycle is over.
TIERS: dict[str, tuple[int, ...]] = {
    "0": (180,), "1": (90,), "2": (60,), "3": (1, 1, 2, 3, 7, 7, 15), "4": (30,), "5": (30,),
    "A": (3,), "B": (7,), "C": (15,), "D": (30,),
}  # fmt: skip
PRESETS: dict[str, tuple[str, ...]] = {"stars": ("0", "1", "2", "3", "4", "5"), "letters": ("A", "B", "C", "D")}
OTHER = (30,)
BY_CYCLE = ("5",)
CADENCE_URGENCY = 1.0
STOP_AFTER_DAYS = 365
CAPACITY, ESCALATE_AFTER_DAYS, LOOK_BACK_DAYS, HOLIDAY_LEAST_DAYS = 30, 5, 30, 4
