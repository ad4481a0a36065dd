"""Made-up order histories, long enough for findings."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

HEADING = "Order ID,Customer ID,Order Date,Amount,Currency"


def regular_buyers(last_day: date, buyers: int = 30, days: int = 600, seed: int = 7, prefix: str = "buyer") -> str:
    """An order file of buyers with rhythms of 20 to 60 days, a third of whom fell silent before `last_day`."""
    chance = Random(seed)
    lines = [HEADING]
    for n in range(buyers):
        cycle = chance.randint(20, 60)
        silence = chance.randint(2, 6) * cycle if n % 3 == 0 else 0
        day = last_day - timedelta(days=days - chance.randint(0, 40))
        while day <= last_day - timedelta(days=silence):
            lines.append(f"{prefix}{n}-{day:%Y%m%d},{prefix}{n},{day.isoformat()},{chance.randint(100, 900)},USD")
            day += timedelta(days=max(1, round(chance.gauss(cycle, cycle / 6))))
    lines.append(f"{prefix}-last,{prefix}{1},{last_day.isoformat()},10,USD")
    return "\n".join(lines) + "\n"
