"""The made-up reps and managers: who answers how fast, keeps buyers how well, and took to the tool when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tradewind.ledger.sample.truth import tool_from

WEST, SOUTH = "欧美组 Europe & North America", "新兴市场组 Emerging markets"


@dataclass(frozen=True)
class SamplePerson:
    """A rep or manager. A manager has no figures.

    leaving      factor on the chance that a buyer leaves, 1 on average
    answer_min   median minutes from a buyer's message to the answer, within working hours
    windows      reads messages at set times of the day instead of whenever they come
    evenings     answers until 23:30
    tool_after   days from the roll-out's first day until the rep has the tool; None: never took to it
    a_day        actions in the tool on a working day
    """

    username: str
    name: str
    team: str
    role: str = "rep"
    leaving: float = 1.0
    answer_min: float = 60.0
    windows: bool = False
    evenings: bool = False
    tool_after: int | None = None
    a_day: float = 0.0

    def tool_since(self, today: date) -> date | None:
        """The first day on which the rep has the tool; None: never."""
        return None if self.tool_after is None else tool_from(today) + timedelta(days=self.tool_after)


MANAGERS = (
    SamplePerson("jiang.wen", "江雯", WEST, "manager"),
    SamplePerson("luo.bin", "罗斌", SOUTH, "manager"),
)
REPS = (
    SamplePerson("lin.yue", "林悦", WEST, leaving=0.55, answer_min=35, tool_after=0, a_day=42),
    SamplePerson("chen.jiahe", "陈嘉禾", WEST, leaving=0.85, answer_min=55, windows=True, tool_after=30, a_day=31),
    SamplePerson("zhou.ning", "周宁", WEST, leaving=1.0, answer_min=25, evenings=True, tool_after=120, a_day=24),
    SamplePerson("xu.mo", "许默", WEST, leaving=1.5, answer_min=140),
    SamplePerson("he.shan", "何珊", SOUTH, leaving=0.75, answer_min=45, evenings=True, tool_after=0, a_day=36),
    SamplePerson("tang.rui", "唐锐", SOUTH, leaving=1.05, answer_min=70, tool_after=75, a_day=18),
    SamplePerson("guo.an", "郭安", SOUTH, leaving=1.25, answer_min=90, windows=True, tool_after=180, a_day=12),
    SamplePerson("shen.lu", "沈露", SOUTH, leaving=1.15, answer_min=110),
)
# A third of this rep's buyers went to a colleague when the team was cut anew.
HANDS_OVER, TAKES_OVER = "guo.an", "tang.rui"


def handed_over_on(today: date) -> date:
    """The day of the hand-over: 14 months before `today`."""
    return today - timedelta(days=426)
