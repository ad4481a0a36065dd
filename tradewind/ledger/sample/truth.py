"""What is really at work in the made-up company, so that an estimate can be held against it.

Nothing here is measured on anyone: the numbers are chosen to be of the size that teams and the article report.
"""

from __future__ import annotations

from datetime import date, timedelta

# Who leaves: the yearly chance of a buyer of an average rep who is served in the usual time; each rep has a factor on
# it (people.py). A shipment more than LATE_DAYS after its promised day drives a buyer away with LATE_LEAVING at once,
# and one who complains of it with COMPLAINT_LEAVING.
LEAVING_A_YEAR = 0.16
LATE_DAYS = 7
LATE_LEAVING = 0.03
COMPLAINT_LEAVING = 0.10
WINNING_BACK = 0.16  # of those who left, so many come back within 7 to 16 months

# The ripple: an order waits GATHER_DAYS until there is a full batch of its product line, longer as orders get fewer:
# response = (1 - BATCHING_SHARE) + BATCHING_SHARE / orders, both against the line's own usual. The chance of leaving
# grows with response ** FEEDBACK. In the two months after a rival comes up (wares.py) a line's buyers leave
# SHOCK_LEAVING times as often.
GATHER_DAYS = 17.0
BATCHING_SHARE = 0.43
FEEDBACK = 0.6
SHOCK_LEAVING = 2.5

# The tool: rolled out once, rep by rep (people.py). After a quarter of getting used to it a rep answers in
# 1 - TOOL_ANSWERS of the time, and the rep's buyers reorder in 1 - TOOL_REORDERS of the time.
TOOL = "Compass CRM"
TOOL_ANSWERS = 0.25
TOOL_REORDERS = 0.06
USED_TO_DAYS = 90

# The process change: since then goods wait 1 - INSPECTION_SHORTER of the time for their inspection; a failed inspection
# sends them back to production as before.
INSPECTION_DAYS = 5.0
INSPECTION_SHORTER = 0.4
REWORK_SHARE = 0.06


def tool_from(today: date) -> date:
    """The day on which the tool's roll-out began: 18 months before `today`."""
    return today - timedelta(days=548)


def process_changed_on(today: date) -> date:
    """The day from which goods are inspected the new way: 10 months before `today`."""
    return today - timedelta(days=304)


def used_to(tool_since: date | None, on: date) -> float:
    """How far a rep is used to the tool on a day: 0 before it came, 1 after a quarter."""
    return 0.0 if tool_since is None else min(1.0, max(0.0, (on - tool_since).days / USED_TO_DAYS))
