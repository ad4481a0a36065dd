"""What does each code of retention say in words? English sentences that doors translate and fill.

Names in braces are the numbers that come with the code, to be filled in with their unit ("58 days", "3 times",
"GBP 1,200", "12%"). Nothing here computes.
"""

from __future__ import annotations

# Numbers that are counts of something, not of what their name's ending says.
ORDER_DAYS = "order_days"
CANCELLED_ORDERS = "cancelled_orders"

REASONS: dict[str, str] = {
    "silent_beyond_rhythm": "Silent for {silent_days}; it usually orders every {cycle_days}",
    "silent_within_rhythm": "Silent for {silent_days}, within its usual {cycle_days}",
    "silent_beyond_team_rhythm": "Silent for {silent_days} since its only order; others reorder after {cycle_days}",
    "silent_since_only_order": "Silent for {silent_days} since its only order",
    "rarely_orders": "Orders rarely: on {order_days} within {span_days}",
    "often_orders": "Orders often: on {order_days} within {span_days}",
    "one_order_only": "Has ordered on one day only",
    "any_buyer": "What holds for any buyer of the team on the day of an order",
    "longest_silence": "Never silent for so long: {silent_days} now, {longest_gap_days} at most before",
    "ordering_less": "Ordered {amount_half_year} in its last half year, {amount_half_year_before} in the one before",
    "shrinking": "Still orders, but less: {amount_half_year} in the last half year, {amount_half_year_before} usually",
    "line_dropped": "Has not ordered {product_line} on its last {order_days} of orders",
    "cancelled": "Cancelled or returned {cancelled_orders} within a year, {cancelled_share} of what it ordered",
}

# Signs are told to the rep but are not in the model; they carry no weight.
SIGNS = frozenset({"longest_silence", "ordering_less", "shrinking", "line_dropped", "cancelled"})

WHY_NOT: dict[str, str] = {
    "lost_already": "Silent for more than a year: lost already, a warning comes too late.",
    "no_money": "No money at risk: nothing ordered in the year up to its last order, after returns.",
    "no_rhythm": "No buyer has ordered on two days yet, so there is no rhythm to be late by.",
    "within_rhythm": "Not silent for longer than its usual time between orders.",
    "likely_to_order": "Late, but still more likely than not to order.",
    "snoozed": "Left alone until its season.",
    "not_yet": "Late, but a warning now would be false too often; it is looked at again as the silence goes on.",
}

STATE_WHYS: dict[str, str] = {
    "first_look": "Looked at for the first time",
    "flagged": "Flagged by the early warning after {silent_days} of silence",
    "silent_for_a_year": "Silent for more than a year",
    "ordered_again": "Ordered again after it was at risk or lost",
    "late_by_rhythm": "Silent for {silent_days}, {late_cycles} of its cycle",
    "back_in_rhythm": "Within its rhythm again",
    "ordered": "Ordered",
    "snoozed": "Left alone until its season",
    "warning_withdrawn": "No longer flagged: facts have changed, or the budget of false alarms",
}

CHANNELS: dict[str, str] = {
    "rhythm": "by its own rhythm",
    "chance": "by the chance of the model",
    "rule": "by the rule",
}

WEIGHTS: dict[str, str] = {
    "chosen": "weights chosen on this team's past",
    "usual": "usual weights: no others were clearly better on this team's past",
    "untried": "usual weights: too little past to try others",
}

MEMBERS: dict[str, str] = {
    "bgnbd": "BG/NBD",
    "pareto": "Pareto/NBD",
    "regular": "MBG/CNBD-k",
    "nbd": "Gamma-Poisson",
    "logistic": "Logistic",
    "boosted": "Trees",
    "prior": "Shipped prior",
}

DEGENERATE: dict[str, str] = {
    "few_buyers": "Fewer than 10 buyers: the model is held near usual values and says little about this team",
    "no_repeat_buyers": "No buyer has ordered on two days: the model is held near usual values",
    "no_maximum": "The orders cannot tell how buyers stop: the model is held near usual values",
}

FORMS: dict[str, str] = {
    "final": "No order in the twelve months from the first of the month",
    "early_90": "Early sign: no order in the 90 days from the first of the month",
}

SIGNAL_NAMES: dict[str, str] = {
    "inbound_silent": "Days since the buyer's last message",
    "inbound_change": "The buyer's messages of 90 days against its own habit",
    "complaints": "Words of complaint in its messages of 90 days (a weak hint)",
    "rating": "Ratings of the last half year",
    "late_days": "Late shipments of the last half year",
    "cancelled_share": "Cancellations within a year",
}

TABLES = (SIGNAL_NAMES, REASONS, WHY_NOT, DEGENERATE, FORMS, STATE_WHYS, CHANNELS, WEIGHTS, MEMBERS)
