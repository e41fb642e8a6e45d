"""Thousands of pairs of moments on many schedules, the same for the same seed, and the business seconds between them.

Written as a company's reference tables, asked for, and answered by the oracle:

    write_seeds(folder)
    rows = pairs()  # (schedule_id, start, end); an end may be missing or come first
    expected(rows)
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from oracle.clock import Schedule, read_schedules

Pair = tuple[str, datetime, datetime | None]

OUR_HOLIDAYS = Path(__file__).resolve().parents[2] / "seeds" / "public_holidays.csv"
AS_OF = date(2026, 12, 31)
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2026, 12, 31)
ONE_MICROSECOND, ONE_SECOND = timedelta(microseconds=1), timedelta(seconds=1)
SHORT = timedelta(seconds=20_000)
CHINA = "Asia/Shanghai"

SEEDS = {
    "business_schedules": """
        schedule_id,valid_from,time_zone,holiday_calendar,weekdays,opens,closes
        office,2020-01-01,Asia/Shanghai,CN,12345,09:00,12:00
        office,2020-01-01,Asia/Shanghai,CN,12345,13:30,18:00
        six_days,2024-01-01,Asia/Shanghai,CN,123456,08:30,20:00
        night,2020-01-01,Asia/Shanghai,CN,1234567,21:30,06:15
        night,2020-01-01,Asia/Shanghai,CN,5,12:00,24:00
        never_shut,2020-01-01,Asia/Shanghai,none,1234567,00:00,24:00
        odd_minutes,2020-01-01,Asia/Shanghai,CN,1234567,09:07,11:52
        odd_minutes,2020-01-01,Asia/Shanghai,CN,1234567,11:58,17:31
        odd_minutes,2020-01-01,Asia/Shanghai,CN,67,17:00,17:40
        new_york,2020-01-01,America/New_York,US,12345,09:00,17:00
        new_york,2020-01-01,America/New_York,US,1234567,01:00,03:30
        london,2020-01-01,Europe/London,GB,12345,08:00,18:00
        london,2020-01-01,Europe/London,GB,67,00:30,02:45
        kolkata,2020-01-01,Asia/Kolkata,none,123456,09:15,18:45
        lord_howe,2020-01-01,Australia/Lord_Howe,none,12345,09:00,17:00
        lord_howe,2020-01-01,Australia/Lord_Howe,none,1234567,22:30,03:00
        changing,2020-01-01,Asia/Shanghai,CN,12345,09:00,18:00
        changing,2024-09-30,Asia/Shanghai,CN,1234567,20:00,04:00
        changing,2025-05-01,Asia/Shanghai,CN,24,10:00,10:00
        changing,2025-11-02,Asia/Shanghai,CN,12345,00:00,08:00
        changing,2025-11-02,Asia/Shanghai,CN,135,07:30,16:00
    """,
    "public_holidays_overrides": """
        holiday_calendar,day,kind,name_en,name_zh
        CN,2024-12-24,working_day,A busy day,加班
        CN,2025-02-05,holiday,Spring Festival,春节
        CN,2025-10-11,holiday,A day off,休息
        US,2024-01-01,holiday,New Year’s Day,元旦
        US,2024-03-10,working_day,A Sunday at work,加班
        US,2024-07-04,holiday,Independence Day,独立日
        US,2024-11-28,holiday,Thanksgiving,感恩节
        US,2025-11-03,holiday,A day off,休息
        US,2026-12-25,holiday,Christmas,圣诞节
        GB,2024-03-29,holiday,Good Friday,耶稣受难日
        GB,2024-10-27,holiday,A day off,休息
        GB,2026-12-25,holiday,Christmas,圣诞节
    """,
    "extra_holidays": """
        schedule_id,day,kind,from_time,to_time
        *,2024-05-20,closed,14:00,24:00
        changing,2024-05-20,open,15:00,15:30
        changing,2024-10-02,open,10:10,12:40
        changing,2025-01-02,closed,00:00,02:00
        changing,2025-01-02,closed,01:30,03:07
        changing,2025-01-02,open,02:59,05:00
        changing,2025-06-03,closed,00:00,24:00
        night,2024-02-10,open,12:00,13:00
        night,2024-02-10,closed,05:00,12:30
        new_york,2024-11-03,closed,01:15,01:45
        london,2025-10-26,open,01:10,01:20
        lord_howe,2025-04-06,closed,01:40,02:10
    """,
}

# Days around which something happens: leap day, years, holidays and make-up days, changed clocks, versions, extras.
EDGE_DAYS = {
    "office": "2024-02-04 2024-02-09 2024-02-17 2024-02-18 2024-09-29 2024-10-07 2024-12-24 2025-02-05 2025-10-11",
    "six_days": "2024-02-03 2024-02-17 2024-02-18 2024-04-07 2025-01-26 2025-02-08 2025-09-28 2025-10-09 2026-01-04",
    "night": "2024-02-09 2024-02-10 2024-02-17 2024-02-18 2024-09-30 2024-10-01 2024-10-08 2025-05-05 2026-02-14",
    "never_shut": "2024-02-10 2024-05-20 2024-10-01 2025-01-28 2025-02-28 2025-03-01 2026-02-28 2026-03-01",
    "odd_minutes": "2024-02-04 2024-02-17 2024-05-20 2024-10-01 2024-10-12 2025-02-05 2025-10-11 2026-10-10",
    "new_york": "2024-03-10 2024-07-04 2024-11-03 2024-11-28 2025-03-09 2025-11-02 2025-11-03 2026-03-08 2026-11-01",
    "london": "2024-03-29 2024-03-31 2024-10-26 2024-10-27 2025-03-30 2025-10-26 2026-03-29 2026-10-25",
    "kolkata": "2024-05-20 2024-08-15 2025-01-26 2025-08-15 2025-10-02 2026-01-26",
    "lord_howe": "2024-04-07 2024-10-06 2025-04-05 2025-04-06 2025-10-05 2026-04-05 2026-10-04",
    "changing": "2024-05-20 2024-09-29 2024-09-30 2024-10-02 2025-01-02 2025-05-01 2025-06-03 2025-11-01 2025-11-02",
}
OF_ALL = "2024-01-01 2024-02-28 2024-02-29 2024-03-01 2024-12-31 2025-01-01 2025-12-31 2026-01-01 2026-12-31"
CLOCKS = (
    "00:00:00 00:00:01 00:59:59.5 01:00:00 01:30:00 02:00:00 02:10:00.25 02:30:00 03:00:00 03:30:00 06:15:00 09:00:00 "
    "09:07:00 11:51:59.999999 11:52:00 11:58:00 12:00:00 12:45:30 13:30:00 15:15:00.000001 17:31:00 18:00:00 20:00:00 "
    "21:30:00 23:59:59 23:59:59.999999"
)


def write_seeds(folder: Path) -> Path:
    """Write the schedules into a folder, as the reference tables of a company."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in SEEDS.items():
        lines = [line.strip() for line in table.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def schedules() -> dict[str, Schedule]:
    """The schedules as the oracle reads them."""
    with TemporaryDirectory() as folder:
        return read_schedules(write_seeds(Path(folder)), OUR_HOLIDAYS, last_year=AS_OF.year + 2)


def zones() -> dict[str, ZoneInfo]:
    """The time zone of every schedule."""
    rows = csv.DictReader(line.strip() for line in SEEDS["business_schedules"].strip().splitlines())
    return {row["schedule_id"]: ZoneInfo(row["time_zone"]) for row in rows}


def pairs(seed: int = 0, many: int = 600) -> list[Pair]:
    """So many pairs for each schedule, within the days that all of them cover; about half start at an edge."""
    random = Random(seed)
    rows = []
    for schedule_id, zone in zones().items():
        first, last = (_instant(day, clock, zone) for day, clock in ((FIRST_DAY, "00:00:00"), (LAST_DAY, "23:59:59")))
        edges = _edges(schedule_id, zone)
        rows += [(schedule_id, edge, edge) for edge in random.sample(edges, many // 20)]
        rows += [(schedule_id, edge, None) for edge in random.sample(edges, many // 40)]
        while len([row for row in rows[-many:] if row[0] == schedule_id]) < many:
            start = random.choice(edges) if random.random() < 0.5 else _between(random, first, last)
            end = _end(random, start, edges, first, last)
            start, end = sorted((start, end), reverse=random.random() < 0.05)
            if all(first <= moment <= last for moment in (start, end)):
                rows.append((schedule_id, start, end))
    return rows


def expected(rows: Iterable[Pair]) -> list[float | None]:
    """The open seconds of every pair, exact to the microsecond; None without an end."""
    known = schedules()
    return [
        None if end is None else known[schedule_id].open_microseconds(start, end) / 10**6
        for schedule_id, start, end in rows
    ]


def is_short(pair: Pair) -> bool:
    """Whether the pair is short enough to be counted second by second."""
    return pair[2] is not None and pair[2] - pair[1] < SHORT


def _edges(schedule_id: str, zone: ZoneInfo) -> list[datetime]:
    """The moments at which something may change, each also a second and a microsecond before and after."""
    days = [date.fromisoformat(day) for day in f"{EDGE_DAYS[schedule_id]} {OF_ALL}".split()]
    moments = {_instant(day, clock, zone, fold) for day in days for clock in CLOCKS.split() for fold in (0, 1)}
    near = (timedelta(0), ONE_SECOND, -ONE_SECOND, ONE_MICROSECOND, -ONE_MICROSECOND)
    both = {moment + distance for moment in moments for distance in near}
    first, last = _instant(FIRST_DAY, "00:00:00", zone), _instant(LAST_DAY, "23:59:59.999999", zone)
    return sorted(moment for moment in both if first <= moment <= last)


def _end(random: Random, start: datetime, edges: list[datetime], first: datetime, last: datetime) -> datetime:
    """Another moment: near, some hours, days, two months or anything up to three years later, or an edge."""
    way = random.choice(("seconds", "hours", "hours", "hours", "days", "months", "edge", "edge", "any"))
    if way == "edge":
        return random.choice(edges)
    if way == "any":
        return _between(random, first, last)
    longest = {"seconds": 90, "hours": 20_000, "days": 10 * 86_400, "months": 60 * 86_400}[way]
    return start + _seconds(random, longest)


def _between(random: Random, first: datetime, last: datetime) -> datetime:
    return first + _seconds(random, int((last - first).total_seconds()))


def _seconds(random: Random, longest: int) -> timedelta:
    """Up to so many seconds, mostly whole ones."""
    fraction = random.choice((0, 0, 0, 0.5, 0.25, 0.000001, 0.999999))
    return timedelta(seconds=random.randrange(longest), microseconds=round(fraction * 10**6))


def _instant(day: date, clock: str, zone: ZoneInfo, fold: int = 0) -> datetime:
    """The instant of a clock on a wall; of one that is skipped, one of the two that it might be."""
    return datetime.combine(day, time.fromisoformat(clock), zone).replace(fold=fold).astimezone(UTC)
