"""Raw exports to standing rows: files found and decoded, values parsed, rows judged, copies settled."""

import csv
import gzip
import io
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from .reference import Rates
from .rules import EXPORTS, LOWER_CASED, NO_ID, NOT_NEGATIVE, Column, Export

ONE_MICROSECOND = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)
WHITE_SPACE = " \t\r\n\u3000\u00a0"
TEXT_FILES = (".csv", ".tsv", ".txt")
BEING_COPIED = (".part", ".tmp")

csv.field_size_limit(2**31 - 1)


class BadExport(ValueError):
    """A file that cannot be taken at all; the run stops."""


# ---------------------------------------------------------------- what reading gives


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time; a date without a clock is its local midnight and lasts until the end of its day."""

    instant: datetime
    has_clock: bool = True
    last: datetime | None = None

    @property
    def end(self) -> datetime:
        """The last instant that the text can mean."""
        return self.last or self.instant


@dataclass(slots=True)
class Row:
    """One row that stands: where it came from and what it says."""

    file: str
    row: int
    line: int | None
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that does not count, and why; `line` is the first physical line in a text file."""

    entity: str
    file: str
    row: int
    line: int | None
    column: str | None
    reason: str


@dataclass(slots=True)
class Account:
    """What became of the rows of one file: landed = accepted + superseded + rejected."""

    entity: str
    file: str
    landed: int = 0
    accepted: int = 0
    superseded: int = 0
    rejected: int = 0


@dataclass
class Exports:
    """All that a folder holds: standing rows, files and headers, by export; accounts and rejected rows."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, set[str]] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def has_file(self, entity: str) -> bool:
        """Whether the export has any file, if only a header."""
        return bool(self.files[entity])


@dataclass(frozen=True)
class Judge:
    """What a row is judged by besides its export: the end of what is known, the zones of days and of clocks, rates."""

    as_of: datetime
    zone: ZoneInfo
    source_zone: ZoneInfo
    rates: Rates


def read_exports(
    folder: Path | str,
    as_of: datetime,
    zone: str,
    source_zone: str,
    delivery: Mapping[str, str] | None = None,
    rates: Rates | None = None,
) -> Exports:
    """Read the exports of a folder. `delivery`: append (the default) or full, by entity or 'default'.

    Clocks are those of the source zone; a date is a day of `zone`, the reporting zone. Amounts are converted by the
    rates.
    """
    folder = Path(folder)
    delivery = dict(delivery or {})
    found = Exports()
    judge = Judge(as_of, ZoneInfo(zone), ZoneInfo(source_zone), rates or Rates())
    for entity, export in EXPORTS.items():
        way = delivery.get(entity, delivery.get("default", "append"))
        if way not in ("append", "full"):
            raise ValueError(f"{entity}: delivery is append or full, not {way!r}")
        _read_export(folder, export, judge, way, found)
    return found


def _read_export(folder: Path, export: Export, judge: Judge, way: str, found: Exports) -> None:
    """Read one export into `found`."""
    files = files_of(folder, export.name)
    found.files[export.name] = [file.relative_to(folder).as_posix() for file in files]
    found.headers[export.name] = set()
    accounts: dict[str, Account] = {}
    good: list[Row] = []
    for file, name in zip(files, found.files[export.name], strict=True):
        account = accounts[name] = Account(export.name, name)
        header, records = read_table(file)
        for column in export.columns:
            if column.required and column.name not in header:
                raise BadExport(f"{name}: the required column {column.name} is missing")
        if way == "append" or file == files[-1]:
            found.headers[export.name].update(header)
        for row, line, fields in records:
            account.landed += 1
            if way == "full" and name != found.files[export.name][-1]:
                account.superseded += 1  # whole: a later file is in force
                continue
            values, problem = _take_row(export, header, fields, judge)
            if problem is None:
                good.append(Row(name, row, line, values))
            else:
                account.rejected += 1
                found.rejected.append(Rejected(export.name, name, row, line, *problem))
    settle = _newest_file if way == "full" else _latest_copies
    standing, superseded, repeated = settle(export, good, found.files[export.name])
    for row in standing:
        accounts[row.file].accepted += 1
    for row in superseded:
        accounts[row.file].superseded += 1
    for row in repeated:
        accounts[row.file].rejected += 1
        reason = "the same key twice in this file"
        found.rejected.append(Rejected(export.name, row.file, row.row, row.line, export.key[0], reason))
    found.accounts += accounts.values()
    # A deleted row was accepted; it says that its key is gone.
    found.rows[export.name] = [row for row in standing if row["is_deleted"] is not True]


# ---------------------------------------------------------------- copies of a key


def _key(export: Export, row: Row) -> tuple[Any, ...]:
    """The row's key; an empty part is a value of its own."""
    return tuple(value.instant if isinstance(value := row[column], Moment) else value for column in export.key)


def _latest_copies(export: Export, rows: list[Row], files: list[str]) -> tuple[list[Row], list[Row], list[Row]]:
    """Append: of each key the copy updated last stands, then that of the later file, then the later row."""
    place = {name: number for number, name in enumerate(files)}

    def recency(row: Row) -> tuple[bool, datetime, int, int]:
        updated = row["updated_at"]
        moment = updated.instant if updated else datetime.min.replace(tzinfo=UTC)
        return (updated is not None, moment, place[row.file], row.row)

    copies: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        copies[_key(export, row)].append(row)
    standing, superseded = [], []
    for same in copies.values():
        *earlier, latest = sorted(same, key=recency)
        standing.append(latest)
        superseded += earlier
    return standing, superseded, []


def _newest_file(export: Export, rows: list[Row], files: list[str]) -> tuple[list[Row], list[Row], list[Row]]:
    """Full: only the newest file is in force, and in it the first row of each key."""
    standing, superseded, repeated = [], [], []
    seen = set()
    for row in rows:
        key = _key(export, row)
        if key in seen:
            repeated.append(row)
        else:
            seen.add(key)
            standing.append(row)
    return standing, superseded, repeated


# ---------------------------------------------------------------- judging one row


def _take_row(
    export: Export, header: list[str], fields: list[str], judge: Judge
) -> tuple[dict[str, Any], tuple[str | None, str] | None]:
    """Parse a row; the second answer is (column, reason) where it is rejected, the first reason that applies."""
    if len(fields) != len(header):
        return {}, (None, f"{len(fields)} fields where the header has {len(header)}")
    texts = {name: text.strip(WHITE_SPACE) for name, text in zip(header, fields, strict=True)}
    if (deletion := _deletion(export, texts, judge.source_zone)) is not None:
        return deletion, None
    values: dict[str, Any] = {}
    for column in export.columns:
        text = _text(export, column, texts)
        if not text:
            values[column.name] = None
            if column.required:
                return values, (column.name, "required but empty")
            continue
        parse, unreadable = _PARSERS[column.type]
        value = values[column.name] = parse(text, judge.source_zone)
        if value is None:
            return values, (column.name, unreadable)
        is_id = column.name in export.key or column.name.endswith("_id")
        if column.required and column.type == "text" and is_id:
            if text.lower() in NO_ID:
                return values, (column.name, "stands for nothing")
            if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+", text):
                return values, (column.name, "a number without its last digits")
        if column.values and value not in column.values:
            return values, (column.name, f"not one of: {', '.join(column.values)}")
    problem = _judge_whole_row(export, values, judge)
    return values, problem or _convert(export, values, judge)


def _text(export: Export, column: Column, texts: dict[str, str]) -> str:
    """A column's text; in lower case where its values are listed."""
    text = texts.get(column.name, "")
    return text.lower() if column.values or (export.name, column.name) in LOWER_CASED else text


def _deletion(export: Export, texts: dict[str, str], zone: ZoneInfo) -> dict[str, Any] | None:
    """The values of a row that says its key is deleted: it needs a key (and a readable updated_at), and no more."""
    if texts.get("is_deleted", "") == "" or parse_boolean(texts["is_deleted"], zone) is not True:
        return None
    values: dict[str, Any] = {column.name: None for column in export.columns}
    values["is_deleted"] = True
    for column in export.columns:
        if column.name in (*export.key, "updated_at"):
            text = _text(export, column, texts)
            values[column.name] = _PARSERS[column.type][0](text, zone) if text else None
            if values[column.name] is None and (text or column.required):
                return None
    return values


def _judge_whole_row(export: Export, values: dict[str, Any], judge: Judge) -> tuple[str, str] | None:
    """What is wrong with a row whose every value is readable, or None."""
    if export.required_any and all(values[column] is None for column in export.required_any):
        return export.required_any[0], f"none of {', '.join(export.required_any)} given"
    for start, end in export.in_order:
        if values[start] is not None and values[end] is not None and _ends_before(values[start], values[end]):
            return end, f"before {start}"
    for column in NOT_NEGATIVE.get(export.name, ()):
        if values[column] is not None and values[column] < 0:
            return column, "below zero"
    if export.name == "survey_responses":
        low, high = values["scale_min"], values["scale_max"]
        for column in ("score", "expected_score"):
            score = values[column]
            if score is not None and ((low is not None and score < low) or (high is not None and score > high)):
                return column, "outside its scale"
    moments = [
        (instant_of(values[column], judge.zone), column) for column in export.first_moment if values[column] is not None
    ]
    moment, column = min(moments, key=lambda pair: pair[0], default=(judge.as_of, None))
    return (column, "in the future") if moment > judge.as_of + timedelta(hours=24) else None


def _convert(export: Export, values: dict[str, Any], judge: Judge) -> tuple[str, str] | None:
    """Convert the amounts of a row into the reporting currency, or say why they cannot be; an empty one needs no rate.

    By the rate of the local day of its first moment.
    """
    given = [column for column in export.money if values[column] is not None]
    if not given:
        return None
    if values["currency"] is None:
        return "currency", "required where there is an amount"
    [first] = (values[column] for column in export.first_moment)
    day = first.instant.astimezone(judge.zone).date() if isinstance(first, Moment) else first
    rate = judge.rates.of(values["currency"], day)
    if rate is None:
        return "currency", "no exchange rate on its day"
    values.update({column: values[column] * rate for column in given})
    return None


def _ends_before(start: Moment | date, end: Moment | date) -> bool:
    """Whether the end lies before the start; an end without a clock lasts until its day is over."""
    if isinstance(start, Moment) and isinstance(end, Moment):
        return end.end < start.instant
    return end < start


def instant_of(value: Moment | date, zone: ZoneInfo) -> datetime:
    """The instant of a moment; of a day its beginning in the zone."""
    return value.instant if isinstance(value, Moment) else local_midnight(value, zone)


# ---------------------------------------------------------------- reading one value

_DATE = r"(?P<year>[0-9]{4})(?P<sign>[-/])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_TIMESTAMP = re.compile(rf"{_DATE}(?:[T ]{_CLOCK}(?: ?{_OFFSET})?)?")
_TRUE = {"true", "t", "yes", "y", "1", "是"}
_FALSE = {"false", "f", "no", "n", "0", "否"}


def _match(text: str, first_year: int) -> re.Match[str] | None:
    """The parts of a timestamp or date, where its shape and year are right."""
    match = _TIMESTAMP.fullmatch(text)
    return match if match and first_year <= int(match["year"]) <= 2099 else None


def _local_clock(match: re.Match[str]) -> datetime:
    """The local date and clock as written; 24:00:00 is the next midnight. Raises ValueError where there is none."""
    day = datetime(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return day
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    microsecond = int((match["fraction"] or "0").ljust(6, "0"))
    if hour == 24 and minute == second == microsecond == 0:
        return day + ONE_DAY
    return datetime.combine(day, time(hour, minute, second, microsecond))


def to_instant(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of a local clock: the earlier one where it comes twice, None where clocks skip it."""
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == local else None


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins, also where clocks skip midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def parse_timestamp(text: str, zone: ZoneInfo) -> Moment | None:
    """A timestamp, year first, in its own offset or else in the zone; None where it is none."""
    match = _match(text, 1970)
    if match is None:
        return None
    try:
        local = _local_clock(match)
        if match["offset"]:
            return Moment((local - _offset(match["offset"])).replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
    instant = to_instant(local, zone)
    if instant is None:
        return None
    if match["hour"] is None:
        return Moment(instant, False, local_midnight(local.date() + ONE_DAY, zone) - ONE_MICROSECOND)
    return Moment(instant)


def _offset(text: str) -> timedelta:
    """The distance from UTC of Z, +08, +0800 or -03:30."""
    if text == "Z":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    distance = timedelta(hours=hours, minutes=minutes)
    return -distance if text[0] == "-" else distance


def parse_date(text: str, zone: ZoneInfo | None = None) -> date | None:
    """A date, year first; of a timestamp the date as written."""
    match = _match(text, 1900)
    if match is None:
        return None
    try:
        _local_clock(match)
        if match["offset"]:
            _offset(match["offset"])
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def parse_number(text: str, zone: ZoneInfo | None = None) -> float | None:
    """A finite number."""
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def parse_integer(text: str, zone: ZoneInfo | None = None) -> int | None:
    """A whole number, also written 12.0."""
    number = parse_number(text)
    return int(number) if number is not None and number.is_integer() else None


def parse_boolean(text: str, zone: ZoneInfo | None = None) -> bool | None:
    """True or false, in the words that exports use."""
    word = text.lower()
    return True if word in _TRUE else False if word in _FALSE else None


_PARSERS = {
    "text": (lambda text, zone: text, "not a text"),
    "timestamp": (parse_timestamp, "not a timestamp"),
    "date": (parse_date, "not a date"),
    "number": (parse_number, "not a number"),
    "integer": (parse_integer, "not a whole number"),
    "boolean": (parse_boolean, "not true or false"),
}


# ---------------------------------------------------------------- files and tables


def natural_order(path: str) -> tuple[tuple[str | int, ...], str]:
    """A sorting key in which x9 comes before x10."""
    parts = re.split(r"([0-9]+)", path)
    return tuple(int(part) if number % 2 else part for number, part in enumerate(parts)), path


def files_of(folder: Path, entity: str) -> list[Path]:
    """The files of one export in natural order: entity.ext, entity_x.ext, entity-x.ext, all below entity/."""
    pattern = re.compile(rf"{re.escape(entity)}([_-].*)?\.[^/]+")
    top = [path for path in folder.glob("*") if path.is_file() and pattern.fullmatch(path.name)]
    below = [path for path in (folder / entity).rglob("*") if path.is_file()]
    files = [path for path in top + below if not _is_passed_over(path)]
    return sorted(files, key=lambda path: natural_order(path.relative_to(folder).as_posix()))


def _is_passed_over(path: Path) -> bool:
    """Hidden files, a spreadsheet's lock file, and files still being copied."""
    return path.name.startswith((".", "~$")) or path.name.lower().endswith(BEING_COPIED)


def read_table(path: Path) -> tuple[list[str], Iterator[tuple[int, int | None, list[str]]]]:
    """A file's header, and its records as (row, line, fields); blank rows are numbered and passed over."""
    name = path.name.lower()
    if name.endswith((".xlsx", ".xlsm", ".xls")):
        records = _spreadsheet_rows(path)
    elif name.removesuffix(".gz").endswith(TEXT_FILES):
        records = _text_rows(path)
    else:
        raise BadExport(f"{path.name}: not a kind of file that can be read")
    first = next(records, None)
    if first is None:
        raise BadExport(f"{path.name}: there is no header")
    header = [text.strip(WHITE_SPACE) for text in first[2]]
    repeated = {column for column in header if column and header.count(column) > 1}
    if repeated:
        raise BadExport(f"{path.name}: the column {min(repeated)} stands twice in the header")
    return header, records


def _text_rows(path: Path) -> Iterator[tuple[int, int | None, list[str]]]:
    """The rows of a delimited text file, numbered as a spreadsheet does, with their first physical line."""
    data = path.read_bytes()
    if path.name.lower().endswith(".gz"):
        data = gzip.decompress(data)
    text = decode(data, path.name)
    header = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;|", key=header.count))
    line = 1
    for row, fields in enumerate(reader, start=1):
        is_blank = len(fields) == 1 and fields[0] != "" and not fields[0].strip(WHITE_SPACE)
        if fields and not is_blank:  # a lone "" was written: a row that lacks the other fields, never nothing
            yield row, line, fields
        line = reader.line_num + 1


def decode(data: bytes, name: str = "the file") -> str:
    """Text in UTF-8 or UTF-16 by its mark, else UTF-8, UTF-16 by its zero bytes, GB18030."""
    if data.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\x00" in data[:4000]:
        candidates = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadExport(f"{name}: cannot be decoded as {' or '.join(candidates)}")


def _spreadsheet_rows(path: Path) -> Iterator[tuple[int, int | None, list[str]]]:
    """The rows of the first sheet as text."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    for row, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        fields = [cell_text(cell) for cell in cells]
        if any(text.strip(WHITE_SPACE) for text in fields):
            yield row, None, fields


def cell_text(cell: Any) -> str:
    """What a spreadsheet's cell says, as a text file would hold it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
