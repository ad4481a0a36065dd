"""When is it work time over there? Zones, business hours, weekends, public holidays and make-up workdays.

Pure: no clock (the moment is an argument), no network. Moments are aware; a naive one is refused. Whatever is
heavy (`holidays`, `phonenumbers`, Babel) loads when it is first asked.
"""

from tradewind.hours.ahead import BuyersHoliday, holidays_ahead
from tradewind.hours.clock import Clock, Closed, is_open, local_time, why_closed
from tradewind.hours.minutes import business_deadline, business_minutes_between
from tradewind.hours.opening import next_open, next_working_morning, overlap
from tradewind.hours.own_zone import ZoneFound, zone_of_buyer
from tradewind.hours.public_holidays import Holiday, holiday_on, holidays_known, is_make_up_workday
from tradewind.hours.weekends import weekend_of
from tradewind.hours.zones import written_zone, zones_of

__all__ = [
    "BuyersHoliday",
    "Clock",
    "Closed",
    "Holiday",
    "ZoneFound",
    "business_deadline",
    "business_minutes_between",
    "holiday_on",
    "holidays_ahead",
    "holidays_known",
    "is_make_up_workday",
    "is_open",
    "local_time",
    "next_open",
    "next_working_morning",
    "overlap",
    "weekend_of",
    "why_closed",
    "written_zone",
    "zone_of_buyer",
    "zones_of",
]
