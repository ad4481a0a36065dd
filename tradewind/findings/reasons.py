"""What does each code of retention say in words? English sentences that doors translate and fill.

Names in braces are the numbers that come with the code. Nothing here computes.
"""

from __future__ import annotations

REASONS: dict[str, str] = {
    "silent_beyond_rhythm": "Usually orders every {cycle_days} days, silent for {silent_days}",
    "silent_within_rhythm": "Silent for {silent_days} days, within its usual {cycle_days}",
    "silent_beyond_team_rhythm": "Silent for {silent_days} days since its only order; others reorder in {cycle_days}",
    "silent_since_only_order": "Silent for {silent_days} days since its only order",
    "rarely_orders": "Orders rarely: {order_days} order days in {span_days} days",
    "often_orders": "Orders often: {order_days} order days in {span_days} days",
    "one_order_only": "Has ordered on one day only",
    "any_buyer": "What holds for any buyer of the team on the day of an order",
    "longest_silence": "Never silent for so long: {silent_days} days, the longest before was {longest_gap_days}",
    "ordering_less": "Ordered {amount_half_year} in its last half year, {amount_half_year_before} in the one before",
    "cancelled": "Cancelled or returned {cancelled_orders} times within a year, {cancelled_share} of what it ordered",
}

# Signs are told to the rep but are not in the model; they carry no weight.
SIGNS = frozenset({"longest_silence", "ordering_less", "cancelled"})

WHY_NOT: dict[str, str] = {
    "lost_already": "Silent for more than a year: lost already, a warning comes too late",
    "no_money": "No money at risk: nothing ordered within a year of its last order, after returns",
    "no_rhythm": "No buyer has ordered on two days yet, so there is no rhythm to be late by",
    "within_rhythm": "Not silent for longer than its usual time between orders",
    "likely_to_order": "Late, but still more likely than not to order",
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
