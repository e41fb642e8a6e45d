"""Business time: when a schedule is open, how many seconds of a stretch that is, and until when a number of them lasts.

Told twice. A `Schedule` adds up its openings as stretches of instants; `is_open` asks what the clock on the wall shows,
and `counted` asks it every second: slow, simple, for short stretches, to judge the first by.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from .read import ONE_DAY, ONE_MICROSECOND
from .reference import read_csv

ONE_SECOND = timedelta(seconds=1)
ONE_MINUTE = timedelta(minutes=1)
A_WHILE = timedelta(hours=6)  # no zone changes its clocks twice in so short a time
MONDAY = 1
MINUTES_OF_DAY = 24 * 60

# Minutes of a day from its 00:00; a window that runs over midnight ends beyond 24 hours.
Minutes = tuple[int, int]
Stretch = tuple[datetime, datetime]


class OutsideCoverage(ValueError):
    """A moment of which nobody has said whether a schedule is open then."""


@dataclass(frozen=True, slots=True)
class Window:
    """One opening window of a week."""

    weekdays: frozenset[int]
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Extra:
    """Part of one day on which it is otherwise."""

    is_open: bool
    minutes: Minutes


@dataclass(eq=False)
class Schedule:
    """The hours of a team: versions of windows by their first day, kinds of special days, days that are otherwise.

    It covers the local days from `first_day` to `last_day`, both included; every moment asked about must be on one.
    """

    schedule_id: str
    zone: ZoneInfo
    versions: dict[date, list[Window]]
    first_day: date
    last_day: date
    special_days: dict[date, str] = field(default_factory=dict)
    extras: dict[date, list[Extra]] = field(default_factory=dict)

    def windows(self, day: date) -> list[Minutes]:
        """The windows that open on a day; none before the first that is known."""
        kind = self.special_days.get(day)
        if kind == "holiday" or day < self.first_day:
            return []
        since = max((first for first in self.versions if first <= day), default=None)
        weekday = MONDAY if kind == "working_day" else day.isoweekday()
        return [window.minutes for window in self.versions.get(since, ()) if weekday in window.weekdays]

    def openings(self, day: date) -> list[Minutes]:
        """When the clock on the wall shows open on a day: in order, none touching another."""
        night = [(start - MINUTES_OF_DAY, end - MINUTES_OF_DAY) for start, end in self.windows(day - ONE_DAY)]
        extras = self.extras.get(day, ())
        closed = [extra.minutes for extra in extras if not extra.is_open]
        added = [extra.minutes for extra in extras if extra.is_open]
        return _united([*_without(_united(_within_day(night + self.windows(day))), closed), *added])

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The stretches of time in which the schedule is open, in order, from the first day to the last."""
        begin, end = _midnight(self.first_day, self.zone), _midnight(self.last_day + ONE_DAY, self.zone)
        stretches = []
        for since, until, offset in _offsets(self.zone, begin, end):
            day = (since + offset).date()
            while (midnight := datetime.combine(day, time(), UTC) - offset) < until:
                for opens, closes in self.openings(day):
                    first = max(since, midnight + opens * ONE_MINUTE)
                    last = min(until, midnight + closes * ONE_MINUTE)
                    if first < last:
                        stretches.append((first, last))
                day += ONE_DAY
        return _united(stretches)

    @cached_property
    def _open_until(self) -> list[int]:
        """The open microseconds from the beginning to the end of each stretch."""
        total, until = 0, []
        for start, end in self.stretches:
            total += (end - start) // ONE_MICROSECOND
            until.append(total)
        return until

    @cached_property
    def _starts(self) -> list[datetime]:
        return [start for start, _ in self.stretches]

    def covers(self, moment: datetime) -> bool:
        """Whether it is known how things stand at the moment."""
        return self.first_day <= moment.astimezone(self.zone).date() <= self.last_day

    def open_microseconds(self, start: datetime, end: datetime) -> int:
        """The open time from start to end, 0 where that is before. Raises OutsideCoverage."""
        for moment in (start, end):
            if not self.covers(moment):
                days = f"from {self.first_day} to {self.last_day}"
                raise OutsideCoverage(f"{self.schedule_id} is known {days}, not at {moment.astimezone(self.zone)}")
        return max(0, self._open_before(end) - self._open_before(start))

    def _open_before(self, moment: datetime) -> int:
        """The open microseconds from the beginning to a moment."""
        number = bisect_right(self._starts, moment) - 1
        if number < 0:
            return 0
        end = self.stretches[number][1]
        return self._open_until[number] - (end - min(moment, end)) // ONE_MICROSECOND

    def latest(self, start: datetime, microseconds: int) -> datetime | None:
        """The last moment by which no more open time than this has gone by; None where that is beyond the coverage."""
        used_up = self._open_before(start) + microseconds
        number = bisect_right(self._open_until, used_up)
        if not self.covers(start) or number == len(self.stretches):
            return None
        return self.stretches[number][1] - (self._open_until[number] - used_up) * ONE_MICROSECOND


class Always(Schedule):
    """The schedule that is always open and covers everything."""

    def __init__(self) -> None:
        super().__init__("always", ZoneInfo("UTC"), {}, date.min, date.max)

    def covers(self, moment: datetime) -> bool:
        """Everything."""
        return True

    def open_microseconds(self, start: datetime, end: datetime) -> int:
        """All time is open."""
        return max(0, (end - start) // ONE_MICROSECOND)

    def latest(self, start: datetime, microseconds: int) -> datetime | None:
        """So much later."""
        return start + microseconds * ONE_MICROSECOND


ALWAYS = Always()


# ---------------------------------------------------------------- stretches, of minutes as of instants


def _united(stretches: Iterable) -> list:
    """The same stretches in order, those that meet or overlap as one, empty ones gone."""
    united: list = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _without(stretches: list, gaps: Iterable) -> list:
    """What is left of the stretches when the gaps are cut out."""
    for first, last in gaps:
        cut = [part for start, end in stretches for part in ((start, min(end, first)), (max(start, last), end))]
        stretches = [(start, end) for start, end in cut if start < end]
    return stretches


def _within_day(windows: Iterable[Minutes]) -> list[Minutes]:
    """The parts of windows that lie in the day."""
    return [(max(start, 0), min(end, MINUTES_OF_DAY)) for start, end in windows]


# ---------------------------------------------------------------- the clocks of a zone


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _offsets(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The stretches from begin to end in which the zone's distance from UTC stays the same, with that distance."""
    looks = [begin + number * A_WHILE for number in range((end - begin) // A_WHILE + 1)] + [end]
    changes = [_change(zone, *pair) for pair in pairwise(looks) if _offset(zone, pair[0]) != _offset(zone, pair[1])]
    for since, until in pairwise([begin, *changes, end]):
        yield since, until, _offset(zone, since)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second between two whole seconds from which on the zone's distance from UTC is the new one."""
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        before, after = (middle, after) if _offset(zone, middle) == _offset(zone, before) else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset()


# ---------------------------------------------------------------- second by second


def is_open(schedule: Schedule, moment: datetime) -> bool:
    """Whether the schedule is open at a moment: what its clock on the wall shows, and what holds at that time."""
    shown = moment.astimezone(schedule.zone)
    return _is_open_when_it_shows(schedule, shown.date(), shown.hour * 60 + shown.minute)


@cache
def _is_open_when_it_shows(schedule: Schedule, today: date, minute: int) -> bool:
    """Whether the schedule is open in a minute of a day, as the clock on the wall counts them."""
    otherwise = {extra.is_open for extra in schedule.extras.get(today, ()) if _holds(extra.minutes, minute)}
    if otherwise:
        return True in otherwise
    yesterday = date.fromordinal(today.toordinal() - 1)
    return _opened_on(schedule, today, minute) or _opened_on(schedule, yesterday, minute + 1440)


def _opened_on(schedule: Schedule, day: date, minute: int) -> bool:
    """Whether a window that opened on the day holds the minute, counted from the day's beginning."""
    first_days = sorted(first_day for first_day in schedule.versions if first_day <= day)
    kind = schedule.special_days.get(day, "ordinary")
    if kind == "holiday" or not first_days or day < schedule.first_day:
        return False
    weekday = {"ordinary": day.weekday() + 1, "working_day": 1}[kind]
    return any(
        weekday in window.weekdays and _holds(window.minutes, minute) for window in schedule.versions[first_days[-1]]
    )


def _holds(minutes: Minutes, minute: int) -> bool:
    return minutes[0] <= minute < minutes[1]


def counted(schedule: Schedule, start: datetime, end: datetime) -> int:
    """The open microseconds from start to end, second by second; openings begin and end on whole seconds."""
    total, second = timedelta(0), start.replace(microsecond=0)
    while second < end:
        if is_open(schedule, second):
            total += min(end, second + ONE_SECOND) - max(start, second)
        second += ONE_SECOND
    return total // ONE_MICROSECOND


# ---------------------------------------------------------------- from the reference tables


def read_schedules(folder: Path, our_holidays: Path, last_year: int) -> dict[str, Schedule]:
    """The schedules of a company's folder of reference tables, by id, and the one that is always open.

    Coverage ends with `last_year` where the schedule keeps no holidays. Raises ValueError where a schedule contradicts
    itself or keeps the holidays of a calendar that nobody knows.
    """
    schedules: dict[str, Schedule] = {ALWAYS.schedule_id: ALWAYS}
    calendars = _calendars(read_csv(our_holidays), read_csv(folder / "public_holidays_overrides.csv"))
    extras = read_csv(folder / "extra_holidays.csv")
    rows_of: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(folder / "business_schedules.csv"):
        rows_of[row["schedule_id"]].append(row)
    for schedule_id, rows in rows_of.items():
        own = [row for row in extras if row["schedule_id"] in ("*", schedule_id)]
        schedules[schedule_id] = _schedule(schedule_id, rows, own, calendars, last_year)
    return schedules


def _calendars(ours: list[dict[str, str]], theirs: list[dict[str, str]]) -> dict[str, dict[date, str]]:
    """The kind of every special day by calendar; theirs replace ours."""
    calendars: dict[str, dict[date, str]] = defaultdict(dict)
    for row in [*ours, *theirs]:
        calendars[row["holiday_calendar"]][date.fromisoformat(row["day"])] = row["kind"]
    return calendars


def _schedule(
    schedule_id: str,
    rows: list[dict[str, str]],
    extra_rows: list[dict[str, str]],
    calendars: dict[str, dict[date, str]],
    last_year: int,
) -> Schedule:
    """One schedule from its windows and the days on which it is otherwise."""
    zones, kept = ({row[column] for row in rows} for column in ("time_zone", "holiday_calendar"))
    if len(zones) > 1 or len(kept) > 1:
        raise ValueError(f"{schedule_id}: one time zone and one holiday calendar")
    versions: dict[date, list[Window]] = defaultdict(list)
    for row in rows:
        window = Window(frozenset(map(int, row["weekdays"])), _window(row["opens"], row["closes"]))
        versions[date.fromisoformat(row["valid_from"])].append(window)
    extras: dict[date, list[Extra]] = defaultdict(list)
    for row in extra_rows:
        part = Extra(row["kind"] == "open", (_minutes(row["from_time"]), _minutes(row["to_time"])))
        extras[date.fromisoformat(row["day"])].append(part)
    first_day, name = min(versions), kept.pop()
    special_days: dict[date, str] = {}
    if name != "none":
        if name not in calendars:
            raise ValueError(f"{schedule_id}: no holiday calendar {name}")
        special_days = calendars[name]
        first_day = max(first_day, date(min(special_days).year, 1, 1))
        last_year = max(special_days).year
    zone = ZoneInfo(zones.pop())
    return Schedule(schedule_id, zone, dict(versions), first_day, date(last_year, 12, 31), special_days, dict(extras))


def _window(opens: str, closes: str) -> Minutes:
    """The minutes of a window; one that closes no later than it opens runs over midnight, unless it closes at 24:00."""
    start, end = _minutes(opens), _minutes(closes)
    return (start, end) if end > start or end == MINUTES_OF_DAY else (start, end + MINUTES_OF_DAY)


def _minutes(clock: str) -> int:
    """The minutes of HH:MM from the day's 00:00."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
