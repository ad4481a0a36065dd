"""How many orders a product line gets of late, against its usual ones."""

from __future__ import annotations

from collections import deque
from datetime import date

LATE_DAYS, USUAL_DAYS, LEAST_DAYS = 60, 425, 180
LEAST, MOST = 0.55, 1.6


class Pace:
    """Counts the orders of each line as they come, day by day."""

    def __init__(self, lines: int, since: date) -> None:
        self._since = since
        self._days: list[deque[date]] = [deque() for _ in range(lines)]

    def note(self, line: int, on: date) -> None:
        """One more order of the line on a day that is not before the last one noted."""
        self._days[line].append(on)

    def orders(self, line: int, on: date) -> float:
        """The line's orders a day in the last 60 days against those of the year before; 1 if too little is known."""
        days = self._days[line]
        while days and (on - days[0]).days > USUAL_DAYS:
            days.popleft()
        known = min(USUAL_DAYS, (on - self._since).days) - LATE_DAYS
        if known < LEAST_DAYS - LATE_DAYS:
            return 1.0
        late = sum((on - day).days < LATE_DAYS for day in days)
        usual = (len(days) - late) / known * LATE_DAYS
        return min(MOST, max(LEAST, late / usual)) if usual else 1.0
