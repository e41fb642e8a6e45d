"""The seeds, a company's own and the project's, checked before anything is landed: a mistake is a line, not a page.

What a column holds, which values it may have, from which number on, which other seed knows it, and what makes a row
unique is read from seeds/_seeds.yml, where dbt's tests say it; here stands what they cannot say. A run need not ask
dbt again: it leaves these tests out.
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

from . import judgements
from .contract import PROJECT, contract, read_yaml
from .errors import UserError

OURS = PROJECT / "seeds" / "company"  # one of the same name in the company's folder takes its place
BUILT_IN = {"always", "*"}  # no names for a schedule of one's own
MAY_BE_EMPTY = {"name_en", "name_zh", "participants", "external_experts", "target_to"}
ANY_CASE = {"status", "request_type"}
MOST_OF_A_PERCENTAGE = 10  # 1,000 %, where it may be above 100 % at all
# Two names for one thing: in an index only one of the two may have a weight.
COMPLEMENTS = (("customer_retention_rate", "customer_churn_rate"), ("delivery_accuracy_rate", "order_error_rate"))

Row = dict[str, str]
Mistake = tuple[int, str, str]  # row as a spreadsheet numbers it, column, what is wrong
Rule = tuple[Callable[[str], bool], str]  # whether a text is right, and what to write where it is not


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and date.fromisoformat(text) is not None


def _is_number(text: str) -> bool:
    """As both engines read one; Python alone takes 1_000, ９００ and blanks too."""
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII) is not None and math.isfinite(
        float(text)
    )


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
    "bigint": (lambda text: re.fullmatch(r"-?\d{1,18}", text, re.ASCII) is not None, "a whole number"),
    "integer": (lambda text: re.fullmatch(r"-?\d{1,9}", text, re.ASCII) is not None, "a whole number"),
    "double": (_is_number, "a number as 0.85"),
    "boolean": (lambda text: text in ("true", "false"), "true or false"),
}
TIME: Rule = (_is_time, "a time as 09:00, from 00:00 to 24:00")
FORMS: dict[str, Rule] = {
    "opens": (lambda text: _is_time(text) and text != "24:00", "a time as 09:00, from 00:00 to 23:59"),
    "closes": TIME,
    "from_time": TIME,
    "to_time": TIME,
    "target_to": TYPES["double"],
    "weekdays": (_are_weekdays, "weekdays as 12345 (1 is Monday), each once"),
    "time_zone": (lambda text: text in _zones(), "an IANA time zone as Asia/Shanghai"),
    "currency": (lambda text: text == text.upper(), "a currency in capitals as USD"),
    "judgement": (judgements.is_judgement, "a number from 1 to 9, or 1/2 to 1/9 for less; or exchange the two items"),
}


@dataclass(frozen=True)
class Beside:
    """What a row is seen beside: all seeds, and the currency that the company reports in."""

    seeds: dict[str, list[Row]]
    reporting_currency: str

    def values(self, name: str, column: str) -> set[str]:
        return {row[column] for row in self.seeds[name]}

    def kpi(self, kpi_id: str) -> Row:
        """The KPI's row of the registry, which knows each of them: a column's own rules have seen to that."""
        return next(kpi for kpi in self.seeds["kpi_registry"] if kpi["kpi_id"] == kpi_id)


@dataclass(frozen=True)
class Declared:
    """What _seeds.yml says of a seed."""

    columns: list[str]
    types: dict[str, str]  # column -> type, where dbt is told one
    key: list[str]
    one_value: list[dict]  # columns that say the same in all rows of the same `per`
    tests: dict[str, dict[str, dict]]  # column -> test -> its arguments


def company_seeds(company_dir: Path) -> list[str]:
    """Which of the seeds that a company may keep lie in its folder."""
    return sorted(seed.stem for seed in OURS.glob("*.csv") if (company_dir / "seeds" / seed.name).is_file())


def check(company_dir: Path, reporting_currency: str = "CNY") -> None:
    """Raise UserError for the first mistake in the seeds that the build reads: file, row, column, what to write."""
    declared = _declared()
    files = {path.stem: path for path in sorted((PROJECT / "seeds").rglob("*.csv"))}
    files |= {name: company_dir / "seeds" / f"{name}.csv" for name in company_seeds(company_dir)}
    beside = Beside({name: _read(path, declared[name]) for name, path in files.items()}, reporting_currency)
    # What was judged goes by the parts: a mistake in those comes first.
    for name, rows in sorted(beside.seeds.items(), key=lambda seed: seed[0] == "ahp_judgements"):
        for number, column, said in _mistakes(name, rows, declared[name], beside):
            raise UserError(f"{files[name]}: row {number}, column {column}: {said}.")


def _declared() -> dict[str, Declared]:
    written = read_yaml(PROJECT / "seeds" / "_seeds.yml")["seeds"]
    return {
        seed["name"]: Declared(
            columns=[column["name"] for column in seed["columns"]],
            types=seed.get("config", {}).get("column_types", {}),
            key=_arguments(seed).get("unique_combination", {}).get("columns", []),
            one_value=[test["one_value"]["arguments"] for test in seed.get("data_tests", []) if "one_value" in test],
            tests={column["name"]: _arguments(column) for column in seed["columns"]},
        )
        for seed in written
    }


def _arguments(node: dict) -> dict[str, dict]:
    """Data test -> its arguments, of a seed or of a column; those of some rows only are left to the rules below."""
    tests = [(name, said) for test in node.get("data_tests", []) for name, said in test.items()]
    return {name: said.get("arguments", {}) for name, said in tests if "where" not in said.get("config", {})}


def _read(path: Path, declared: Declared) -> list[Row]:
    """The rows as text. Raises UserError where the file is no table of these columns."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8: save it again as CSV UTF-8.") from error
    except csv.Error as error:
        raise UserError(f"{path} is no CSV ({error}): save it again as CSV UTF-8.") from error
    if header != declared.columns:
        raise UserError(f"{path}: the header is {','.join(header)}; write {','.join(declared.columns)}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise UserError(f"{path}: row {number}: {len(row)} values where the header has {len(header)} columns.")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _mistakes(name: str, rows: list[Row], declared: Declared, beside: Beside) -> Iterator[Mistake]:
    """First what a value alone says, then what rows say together, then what seeds do."""
    for number, row in enumerate(rows, start=2):
        for column, text in row.items():
            for is_right, wanted in _rules(column, declared, beside):
                if not (text == "" and column in MAY_BE_EMPTY) and not _holds(is_right, text):
                    yield number, column, f"{text!r} is not {wanted}"
    yield from _same_keys(rows, declared)
    yield from _many_values(rows, declared)
    for number, row in enumerate(rows, start=2):
        yield from ((number, column, said) for column, said in ACROSS.get(name, _nothing)(row, beside))


def _rules(column: str, declared: Declared, beside: Beside) -> Iterator[Rule]:
    if column in declared.types:
        yield TYPES[declared.types[column]]
    if column in FORMS:
        yield FORMS[column]
    tests = declared.tests.get(column, {})
    if "accepted_values" in tests:
        values = tests["accepted_values"]["values"]
        yield values.__contains__, "one of " + ", ".join(values)
    if "relationships" in tests:
        other, field = re.fullmatch(r"ref\('(\w+)'\)", tests["relationships"]["to"])[1], tests["relationships"]["field"]
        if other in beside.seeds:
            yield beside.values(other, field).__contains__, f"a {field} of {other}.csv"
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
    if declared.types.get(column) in ("integer", "double"):
        return float(text)
    return text.lower() if column in ANY_CASE else text


def _many_values(rows: list[Row], declared: Declared) -> Iterator[Mistake]:
    for rule in declared.one_value:
        for column in rule["columns"]:
            first: dict[tuple, str] = {}
            for number, row in enumerate(rows, start=2):
                per = tuple(row[part] for part in rule["per"].split(", "))
                held = first.setdefault(per, row[column])
                if held != row[column]:
                    yield number, column, f"{row[column]!r} where {', '.join(per)} has {held!r} above; write the same"


# ---------------------------------------------------------------- by seed: column and what is wrong with it


def _nothing(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from ()


def _schedule(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["schedule_id"] in BUILT_IN:
        yield "schedule_id", f"{row['schedule_id']!r} has a meaning of its own; give the schedule another name"
    calendars = beside.values("public_holidays", "holiday_calendar")
    known = ["none", *sorted(calendars | beside.values("public_holidays_overrides", "holiday_calendar"))]
    if row["holiday_calendar"] not in known:
        yield "holiday_calendar", f"{row['holiday_calendar']!r} is not one of {', '.join(known)}"


def _extra_holiday(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["to_time"] <= row["from_time"]:
        yield "to_time", f"{row['to_time']!r} is not later than from_time; write two rows to go over midnight"
    yield from _unknown_schedule(row, beside, "*")


def _assignment(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from _unknown_schedule(row, beside, "always")


def _unknown_schedule(row: Row, beside: Beside, besides: str) -> Iterator[tuple[str, str]]:
    known = {besides, *beside.values("business_schedules", "schedule_id")}
    if row["schedule_id"] not in known:
        yield "schedule_id", f"{row['schedule_id']!r} is not one of {', '.join(sorted(known))} (business_schedules.csv)"


def _asset(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from _in_order(row, "in_service_from", "in_service_to")


def _region_in_scope(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["region"] == "unknown":
        yield "region", "'unknown' is no region: it stands for rows that name none"
    yield from _in_order(row, "valid_from", "valid_to")
    for other in beside.seeds["regions_in_scope"]:
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
    kpi = beside.kpi(row["kpi_id"])
    if kpi["rollup"] in ("change", "composite"):
        yield "kpi_id", f"{row['kpi_id']!r} is made of other KPIs; name one that is counted"
    floor, target = float(row["floor"]), float(row["target"])
    if floor == target:
        yield "target", f"{row['target']!r} is the floor too; a part is how far a value is from one to the other"
    if kpi["better"] in ("higher", "lower") and (target > floor) != (kpi["better"] == "higher"):
        yield "target", f"{row['kpi_id']!r} is the better the {kpi['better']} it is; exchange floor and target"
    yield from _percentage(row, "floor", kpi)
    yield from _share(row, "target", kpi)
    if row["part"] in ("*", "withheld"):
        yield "part", f"{row['part']!r} has a meaning of its own; give the part another name"
    beside_it = {
        part["kpi_id"]
        for part in beside.seeds["index_parts"]
        if (part["index_id"], part["valid_from"]) == (row["index_id"], row["valid_from"])
    }
    for one, other in COMPLEMENTS:
        if row["kpi_id"] == other and one in beside_it:
            yield "kpi_id", f"{other!r} is 1 less {one}, which the index has too; keep one of the two"


def _judgement(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from judgements.mistakes(row, beside.seeds["ahp_judgements"], beside.seeds["index_parts"])


def _benchmark(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    kpi = beside.kpi(row["kpi_id"])
    unit = "seconds" if kpi["unit"] == "duration" else kpi["unit"]
    if row["unit"] != unit:
        yield "unit", f"{row['unit']!r} is not the unit of {row['kpi_id']}; bring the value to {unit}"
    yield from _scope(row, kpi)
    yield from _share(row, "value", kpi)
    if row["published_on"] > row["valid_from"]:
        yield (
            "published_on",
            f"{row['published_on']!r} is after valid_from; nobody is held against what was not known yet",
        )


def _target(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    kpi = beside.kpi(row["kpi_id"])
    yield from _scope(row, kpi)
    yield from _share(row, "target", kpi)
    if not row["target_to"]:
        return
    if kpi["better"] != "target":
        yield "target_to", f"{row['kpi_id']!r} has no band (better: {kpi['better']}); leave the upper end empty"
    elif float(row["target_to"]) <= float(row["target"]):
        yield "target_to", f"{row['target_to']!r} is not above the target, where the band begins; exchange the two"
    yield from _share(row, "target_to", kpi)


def _share(row: Row, column: str, kpi: Row) -> Iterator[tuple[str, str]]:
    if kpi["kind"] == "proportion" and kpi["unit"] == "percent" and not 0 <= float(row[column]) <= 1:
        yield column, f"{row[column]!r} is not from 0 to 1; write 0.85 for 85 %"
    yield from _percentage(row, column, kpi)


def _percentage(row: Row, column: str, kpi: Row) -> Iterator[tuple[str, str]]:
    """One that is no share may be above 1; whoever writes 85 means 85 % all the same."""
    if kpi["unit"] == "percent" and abs(float(row[column])) > MOST_OF_A_PERCENTAGE:
        yield column, f"{row[column]!r} would be {100 * float(row[column]):,.0f} %; write 0.85 for 85 %"


def _scope(row: Row, kpi: Row) -> Iterator[tuple[str, str]]:
    scopes = kpi["scopes"].split()
    if row["scope_type"] not in scopes:
        yield "scope_type", f"{row['kpi_id']!r} has no figures by {row['scope_type']}; write one of {', '.join(scopes)}"
    if row["scope_type"] == "company" and row.get("scope_id", "*") not in ("*", "all"):
        yield "scope_id", f"{row['scope_id']!r} is no member of the company, which is one; write all"


def _planned(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    yield from _in_order(row, "valid_from", "valid_to")
    area = beside.kpi(row["kpi_id"])["area"]
    if row["audience"] == "customers" and area in ("finance", "people"):
        yield (
            "audience",
            f"{row['kpi_id']!r} is of {area}, which customers are not shown; plan it for the board",
        )
    for other in beside.seeds["evaluation_plan"]:
        same = (other["kpi_id"], other["audience"]) == (row["kpi_id"], row["audience"])
        if same and other["valid_from"] < row["valid_from"] <= other["valid_to"]:
            span = f"{other['valid_from']} to {other['valid_to']}"
            yield "valid_from", f"{row['valid_from']!r} lies within another row for {row['audience']}, {span}"


def _kpi_input(row: Row, beside: Beside) -> Iterator[tuple[str, str]]:
    if row["entity"] not in contract():
        yield "entity", f"{row['entity']!r} is no export (models/contract)"


ACROSS = {
    "ahp_judgements": _judgement,
    "assets": _asset,
    "benchmarks": _benchmark,
    "business_schedules": _schedule,
    "evaluation_plan": _planned,
    "exchange_rates": _exchange_rate,
    "extra_holidays": _extra_holiday,
    "index_parts": _index_part,
    "kpi_inputs": _kpi_input,
    "kpi_targets": _target,
    "regions_in_scope": _region_in_scope,
    "schedule_assignments": _assignment,
}
