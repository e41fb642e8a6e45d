"""The seeds that a company keeps in its own folder, checked before anything is landed: a mistake is a line, not a page.

What a column holds, which values it may have, from which number on, and what makes a row unique is read from
seeds/_seeds.yml, where dbt's tests say it; here stands what they cannot say.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from .contract import PROJECT, read_yaml
from .errors import UserError

OURS = PROJECT / "seeds" / "company"  # one of the same name in the company's folder takes its place
HOLIDAYS = PROJECT / "seeds" / "public_holidays.csv"
REGISTRY = PROJECT / "seeds" / "kpi_registry.csv"
BUILT_IN = {"always", "*"}  # no names for a schedule of one's own
MAY_BE_EMPTY = {"name_en", "name_zh"}
ANY_CASE = {"status", "request_type"}

Row = dict[str, str]
Mistake = tuple[int, str, str]  # row as a spreadsheet numbers it, column, what is wrong
Rule = tuple[Callable[[str], bool], str]  # whether a text is right, and what to write where it is not


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and date.fromisoformat(text) is not None


def _is_time(text: str) -> bool:
    return text == "24:00" or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII) is not None


def _are_weekdays(text: str) -> bool:
    return re.fullmatch("[1-7]+", text) is not None and len(set(text)) == len(text)


@cache
def _zones() -> set[str]:
    return available_timezones()


TYPES: dict[str, Rule] = {
    "string": (lambda text: text.strip() == text != "", "text without blanks around it; * stands for any"),
    "date": (_is_date, "a date as 2025-06-30"),
    "integer": (lambda text: re.fullmatch(r"-?\d{1,9}", text, re.ASCII) is not None, "a whole number"),
    "double": (lambda text: math.isfinite(float(text)), "a number"),
    "boolean": (lambda text: text in ("true", "false"), "true or false"),
}
TIME: Rule = (_is_time, "a time as 09:00, from 00:00 to 24:00")
FORMS: dict[str, Rule] = {
    "opens": (lambda text: _is_time(text) and text != "24:00", "a time as 09:00, from 00:00 to 23:59"),
    "closes": TIME,
    "from_time": TIME,
    "to_time": TIME,
    "weekdays": (_are_weekdays, "weekdays as 12345 (1 is Monday), each once"),
    "time_zone": (lambda text: text in _zones(), "an IANA time zone as Asia/Shanghai"),
    "currency": (lambda text: text == text.upper(), "a currency in capitals as USD"),
}


@dataclass(frozen=True)
class Beside:
    """What a row is seen beside: all seeds in the company's folder, and the currency that it reports in."""

    seeds: dict[str, list[Row]]
    reporting_currency: str

    def rows(self, name: str) -> list[Row]:
        return self.seeds.get(name, [])


@dataclass(frozen=True)
class Declared:
    """What _seeds.yml says of a seed."""

    types: dict[str, str]  # column -> type, as dbt is told it
    key: list[str]
    one_value: dict  # columns that say the same in all rows of the same `per`; empty where there is no such rule
    tests: dict[str, dict[str, dict]]  # column -> test -> its arguments


def company_seeds(company_dir: Path) -> list[str]:
    """Which of the seeds that a company may keep lie in its folder."""
    return sorted(seed.stem for seed in OURS.glob("*.csv") if (company_dir / "seeds" / seed.name).is_file())


def check(company_dir: Path, reporting_currency: str = "CNY") -> None:
    """Raise UserError for the first mistake in the company's seeds: file, row, column, what to write."""
    declared = _declared()
    seeds = {name: _read(company_dir / "seeds" / f"{name}.csv", declared[name]) for name in company_seeds(company_dir)}
    beside = Beside(seeds, reporting_currency)
    for name, rows in seeds.items():
        for number, column, said in _mistakes(name, rows, declared[name], beside):
            raise UserError(f"{company_dir / 'seeds' / name}.csv: row {number}, column {column}: {said}.")


def _declared() -> dict[str, Declared]:
    written = read_yaml(PROJECT / "seeds" / "_seeds.yml")["seeds"]
    return {
        seed["name"]: Declared(
            types=seed.get("config", {}).get("column_types", {}),
            key=_arguments(seed).get("unique_combination", {}).get("columns", []),
            one_value=_arguments(seed).get("one_value", {}),
            tests={column["name"]: _arguments(column) for column in seed.get("columns", [])},
        )
        for seed in written
    }


def _arguments(node: dict) -> dict[str, dict]:
    """Data test -> its arguments, of a seed or of a column."""
    return {name: said.get("arguments", {}) for test in node.get("data_tests", []) for name, said in test.items()}


def _read(path: Path, declared: Declared) -> list[Row]:
    """The rows as text. Raises UserError where the file is no table of these columns."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8: save it again as CSV UTF-8.") from error
    if header != list(declared.types):
        raise UserError(f"{path}: the header is {','.join(header)}; write {','.join(declared.types)}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise UserError(f"{path}: row {number}: {len(row)} values where the header has {len(header)} columns.")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _mistakes(name: str, rows: list[Row], declared: Declared, beside: Beside) -> Iterator[Mistake]:
    """First what a value alone says, then what rows say together, then what seeds do."""
    for number, row in enumerate(rows, start=2):
        for column, text in row.items():
            for is_right, wanted in _rules(column, declared):
                if not (text == "" and column in MAY_BE_EMPTY) and not _holds(is_right, text):
                    yield number, column, f"{text!r} is not {wanted}"
    yield from _same_keys(rows, declared)
    yield from _many_values(rows, declared)
    for number, row in enumerate(rows, start=2):
        yield from ((number, column, said) for column, said in ACROSS.get(name, _nothing)(row, beside))


def _rules(column: str, declared: Declared) -> Iterator[Rule]:
    yield TYPES[declared.types[column]]
    if column in FORMS:
        yield FORMS[column]
    tests = declared.tests.get(column, {})
    if "accepted_values" in tests:
        values = tests["accepted_values"]["values"]
        yield values.__contains__, "one of " + ", ".join(values)
    limits = tests.get("accepted_range", {})
    if "min" in limits:
        yield lambda text: float(text) >= limits["min"], f"{limits['min']} or more"
    if "above" in limits:
        yield lambda text: float(text) > limits["above"], f"more than {limits['above']}"


def _holds(is_right: Callable[[str], bool], text: str) -> bool:
    try:
        return is_right(text)
    except ValueError:
        return False


def _same_keys(rows: list[Row], declared: Declared) -> Iterator[Mistake]:
    first: dict[tuple, int] = {}
    for number, row in enumerate(rows, start=2):
        key = tuple(_compared(column, row[column], declared) for column in declared.key)
        if key and first.setdefault(key, number) != number:
            same = ", ".join(declared.key)
            yield number, declared.key[-1], f"{same} as in row {first[key]}; keep one of the two"


def _compared(column: str, text: str, declared: Declared) -> str | float:
    if declared.types[column] in ("integer", "double"):
        return float(text)
    return text.lower() if column in ANY_CASE else text


def _many_values(rows: list[Row], declared: Declared) -> Iterator[Mistake]:
    for column in declared.one_value.get("columns", []):
        per, first = declared.one_value["per"], {}
        for number, row in enumerate(rows, start=2):
            held = first.setdefault(row[per], row[column])
            if held != row[column]:
                yield number, column, f"{row[column]!r} where {row[per]} has {held!r} above; write the same"


# ---------------------------------------------------------------- by seed: column and what is wrong with it


def _nothing(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from ()


def _schedule(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["schedule_id"] in BUILT_IN:
        yield "schedule_id", f"{row['schedule_id']!r} has a meaning of its own; give the schedule another name"
    known = ["none", *sorted(_holiday_calendars(beside))]
    if row["holiday_calendar"] not in known:
        yield "holiday_calendar", f"{row['holiday_calendar']!r} is not one of {', '.join(known)}"


def _holiday_calendars(beside: Beside) -> set[str]:
    with open(HOLIDAYS, encoding="utf-8", newline="") as file:
        days = [*csv.DictReader(file), *beside.rows("public_holidays_overrides")]
    return {day["holiday_calendar"] for day in days}


def _extra_holiday(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["to_time"] <= row["from_time"]:
        yield "to_time", f"{row['to_time']!r} is not later than from_time; write two rows to go over midnight"
    yield from _unknown_schedule(row, beside, "*")


def _assignment(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from _unknown_schedule(row, beside, "always")


def _unknown_schedule(row: Row, beside: Beside, besides: str) -> Iterator[tuple[str, str]]:
    known = {besides, *(schedule["schedule_id"] for schedule in beside.rows("business_schedules"))}
    if row["schedule_id"] not in known:
        yield "schedule_id", f"{row['schedule_id']!r} is not one of {', '.join(sorted(known))} (business_schedules.csv)"


def _asset(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from _in_order(row, "in_service_from", "in_service_to")


def _region_in_scope(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["region"] == "unknown":
        yield "region", "'unknown' is no region: it stands for rows that name none"
    yield from _in_order(row, "valid_from", "valid_to")
    for other in beside.rows("regions_in_scope"):
        if other["region"] == row["region"] and other["valid_from"] < row["valid_from"] <= other["valid_to"]:
            span = f"{other['valid_from']} to {other['valid_to']}"
            yield "valid_from", f"{row['valid_from']!r} lies within another row of {row['region']}, {span}"


def _in_order(row: Row, start: str, end: str) -> Iterator[tuple[str, str]]:
    if row[end] < row[start]:
        yield end, f"{row[end]!r} is before {start}; 9999-12-31 stands for no end"


def _exchange_rate(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["currency"] == beside.reporting_currency:
        yield "currency", f"{row['currency']!r} is the reporting currency, always worth 1; leave the row out"


def _index_part(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    rollup = _rollups().get(row["kpi_id"])
    if rollup is None:
        yield "kpi_id", f"{row['kpi_id']!r} is no KPI (seeds/kpi_registry.csv)"
    if rollup in ("change", "composite"):
        yield "kpi_id", f"{row['kpi_id']!r} is made of other KPIs; name one that is counted"
    if float(row["floor"]) == float(row["target"]):
        yield "target", f"{row['target']!r} is the floor too; a part is how far a value is from one to the other"


@cache
def _rollups() -> dict[str, str]:
    """KPI -> how its periods combine."""
    with open(REGISTRY, encoding="utf-8", newline="") as file:
        return {kpi["kpi_id"]: kpi["rollup"] for kpi in csv.DictReader(file)}


ACROSS = {
    "assets": _asset,
    "business_schedules": _schedule,
    "exchange_rates": _exchange_rate,
    "extra_holidays": _extra_holiday,
    "index_parts": _index_part,
    "regions_in_scope": _region_in_scope,
    "schedule_assignments": _assignment,
}
