"""What do all rules together say today?"""

from __future__ import annotations

from datetime import date, timedelta

from polars import col

from tradewind.remind.cadence import cadence_occasions
from tradewind.remind.greetings import greeting_occasions
from tradewind.remind.occasions import Facts, Occasion
from tradewind.remind.rules import Rules
from tradewind.remind.shipped import STATE
from tradewind.remind.stages import stage_occasions


def occasions(facts: Facts, rules: Rules, today: date) -> list[Occasion]:
    """Every occasion that holds today, by buyer, rule and subject: what is not among them any more is over."""
    known = set(facts.buyers["customer_id"].to_list())
    found = [
        *cadence_occasions(facts, rules.cadence, today),
        *stage_occasions(facts, rules, today),
        *state_occasions(facts, rules),
        *greeting_occasions(facts, rules, today),
    ]
    holding = [one for one in found if one.due_on <= today and one.customer_id in known]
    return sorted(holding, key=lambda one: (one.customer_id, one.rule, one.subject))


def new_ones(found: list[Occasion], rules: Rules, today: date) -> list[Occasion]:
    """Those that may make a reminder: not older than the rules look back."""
    first = today - timedelta(days=rules.look_back_days)
    return [one for one in found if one.due_on >= first]


def state_occasions(facts: Facts, rules: Rules) -> list[Occasion]:
    """The changes of state that nobody has taken note of: due on the day of the change."""
    known = {rule.code: rule for rule in rules.of_kind(STATE)}
    rows = facts.states.filter(col.state.is_in(list(known))).sort("customer_id").iter_rows()
    return [
        Occasion(key, state, on + timedelta(days=known[state].days), facts={"on": on.isoformat()})
        for key, state, on in rows
        if key not in facts.left_alone
    ]
