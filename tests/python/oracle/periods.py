"""Days, weeks, months, quarters and years: their first days, ends and neighbours."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from .read import ONE_DAY, local_midnight

ONE_SECOND = timedelta(seconds=1)

GRAINS = ("day", "week", "month", "quarter", "year")


@cache
def period_start(grain: str, day: date) -> date:
    """The first day of the period that holds the day; weeks begin on Monday."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "month":
        return day.replace(day=1)
    if grain == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    if grain == "year":
        return day.replace(month=1, day=1)
    raise ValueError(grain)


@cache
def next_start(grain: str, start: date) -> date:
    """The first day of the period after this one."""
    if grain == "day":
        return start + ONE_DAY
    if grain == "week":
        return start + timedelta(days=7)
    return _months_later(start, {"month": 1, "quarter": 3, "year": 12}[grain])


@cache
def previous_start(grain: str, start: date) -> date:
    """The first day of the period before this one."""
    return period_start(grain, start - ONE_DAY)


@cache
def year_ago_start(grain: str, start: date) -> date:
    """The first day of the same period a year before; 52 whole weeks for days and weeks."""
    if grain in ("day", "week"):
        return start - timedelta(days=364)
    return start.replace(year=start.year - 1)


def _months_later(start: date, months: int) -> date:
    """The first day of the month that comes so many months after."""
    number = start.year * 12 + start.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def is_complete(grain: str, start: date, as_of: datetime, zone: ZoneInfo) -> bool:
    """Whether the local midnight after the period's last day is no later than as_of."""
    return local_midnight(next_start(grain, start), zone) <= as_of


def is_provisional(grain: str, start: date, as_of: datetime, zone: ZoneInfo, maturity_days: int) -> bool:
    """Whether the period is over, but not yet by so many local days."""
    end = next_start(grain, start)
    return local_midnight(end, zone) <= as_of < local_midnight(end + timedelta(days=maturity_days), zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day is over."""
    return local_midnight(day + ONE_DAY, zone)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The date of an instant in the zone."""
    return instant.astimezone(zone).date()


def calendar(first_moments: Iterable[datetime], as_of: datetime, zone: ZoneInfo) -> list[date]:
    """Every day from that of the earliest moment to that of as_of: at midnight, the day that has just ended.

    Where nothing happened until then it is that day alone.
    """
    last = local_day(as_of - ONE_SECOND, zone)
    earliest = min(first_moments, default=None)
    first = last if earliest is None else min(last, local_day(earliest, zone))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
