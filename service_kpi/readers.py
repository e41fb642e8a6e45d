"""Reads one export file, whatever its kind, into one Parquet file whose columns are all text.

Beside the declared columns stand `_file`, `_row`, `_line` and `_problem`. Nothing is cast or judged; an empty field is
null. What is personal is landed as `privacy.Guard` says, in the one statement that writes the Parquet file.
The records landed are compared with a count made by other means, so none is lost in silence.

To add a kind of file, write a `look_through` that takes an `Export` and gives `Records`, and name it in KINDS.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from . import read_json, read_ods, read_parquet, read_text, read_xlsx
from .contract import Table
from .errors import UserError
from .files import full_disk_told, sync
from .privacy import Guard, without_personal_data
from .records import LONGEST_RECORD, Export, Records
from .runs import stop_if_asked
from .sql import sql_file, sql_name, sql_text

KINDS = {
    "csv": read_text.look_through,
    "csv.gz": read_text.look_through,
    "tsv": read_text.look_through,
    "tsv.gz": read_text.look_through,
    "jsonl": read_json.look_through,
    "jsonl.gz": read_json.look_through,
    "ndjson": read_json.look_through,
    "ndjson.gz": read_json.look_through,
    "parquet": read_parquet.look_through,
    "xlsx": read_xlsx.look_through,
    "ods": read_ods.look_through,
}
LINEAGE = ("_file", "_row", "_line", "_problem")
MARK, ESCAPE = "\x1f", "\x1b"  # between the cells of a plain file, and before what stands for a character
ESCAPES = {ord(mark): ESCAPE + letter for mark, letter in zip(f"{ESCAPE}{MARK}\r\n", "emrn", strict=True)}


@dataclass(frozen=True)
class Read:
    """One file as it was landed."""

    rows: int
    records: int  # counted apart from the reader that landed the rows
    kind: str
    encoding: str | None
    delimiter: str | None
    columns: tuple[str, ...]  # as landed
    unknown: tuple[str, ...]  # columns that nobody declared: not landed
    notes: tuple[str, ...]


def kind_of(file_name: str) -> str | None:
    """The kind a file's ending names, in any case: `calls.CSV.gz` is csv.gz. None for a kind that is not read."""
    endings = [kind for kind in KINDS if file_name.casefold().endswith("." + kind)]
    return max(endings, key=len, default=None)


def read_file(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    file: str,
    table: Table,
    target: Path,
    header_row: int = 1,
    sheet: str | None = None,
    guard: Guard | None = None,
) -> Read:
    """Land one export file as `target`, which is whole or not there.

    engine: an open DuckDB connection; file: the file's path as messages and `_file` give it; table: the columns
    declared for it; guard: how its cells are landed (none: all as they are, undeclared columns too).
    Raises UserError with one line where the file cannot be landed as it is.
    """
    kind = kind_of(path.name)
    if kind is None:
        raise UserError(f"{file} is of no kind that is read; known: {', '.join(KINDS)}.")
    records = KINDS[kind](Export(path, file, table, kind, engine, header_row, sheet))
    try:
        names = name_columns(records.header, table, file)
    except UserError as error:
        if kind not in ("xlsx", "ods") or not records.notes:
            raise
        raise UserError(f"{error} {records.notes[0]}.") from None  # is it another sheet that was meant?
    landing = target.with_name(target.name + ".tmp")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        rows, columns, unknown = _land(engine, records, names, file, landing, guard)
        if rows != records.count:
            raise UserError(
                f"{file}: {rows} rows were read, but the file holds {records.count} records; nothing of it is "
                "landed. Please report this with the file's header."
            )
        sync(landing)
        os.replace(landing, target)
        sync(target.parent)
    finally:
        landing.unlink(missing_ok=True)
    return Read(rows, records.count, kind, records.encoding, records.delimiter, columns, unknown, records.notes)


# ---------------------------------------------------------------- columns


def name_columns(header: list[str], table: Table, file: str) -> list[str | None]:
    """The name under which each column is landed; None where the header is empty.

    A declared column is found by its exact name, else in any case. Names that differ in case only count as the
    same, because SQL takes them so. Raises UserError for a declared column found twice or a required one not found.
    """
    cells = [cell.replace("\ufeff", "").strip() for cell in header]
    declared = {column.casefold(): column for column in table.columns}
    names: list[str | None] = []
    taken = {name.casefold() for name in LINEAGE}
    for cell in cells:
        name = declared.get(cell.casefold(), cell)
        if name in declared.values():
            if name in names:
                raise UserError(f"{file}: the header holds the column {name} twice; remove or rename one of the two.")
        elif name:
            name = _free(name, taken | set(declared))
        taken.add(name.casefold())
        names.append(name or None)
    missing = [column for column in table.required if column not in names]
    if missing:
        # A file without a header has people in its place: they are shown and not recorded.
        told = [
            f"{file}: the required column{'s' * (len(missing) > 1)} {', '.join(missing)} of {table.name} "
            f"{'are' if len(missing) > 1 else 'is'} not in its header{header}; add or rename, or "
            "say in the settings which row holds the header."
            for header in (f" ({_shown(cells)})", "")
        ]
        raise UserError(*told)
    return names


def _shown(cells: list[str]) -> str:
    """A header in a message: on one line, and not without end."""
    text = without_personal_data(", ".join(" ".join(cell.split()) or "(empty)" for cell in cells))
    return text if len(text) <= 400 else text[:400] + " ..."


def _free(name: str, taken: set[str]) -> str:
    """The name itself where it is free, else name_2, name_3, ..."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}_{number}"
    return free


# ---------------------------------------------------------------- Parquet


def _land(
    engine: duckdb.DuckDBPyConnection,
    records: Records,
    names: list[str | None],
    file: str,
    landing: Path,
    guard: Guard | None,
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Write the Parquet file: straight from a regular file, else by way of a plain file of our own."""
    if records.direct:
        try:
            copied = _copy(engine, records.direct, names, file, landing, guard)
            if copied[0] == records.count or records.read is None:
                return copied
        except duckdb.Error as error:  # a row of another width, or a quirk that only the careful way knows
            if records.read is None:
                raise read_parquet.unreadable(file, error) from error
    plain = landing.with_name(landing.name.removesuffix(".parquet.tmp") + ".plain.tmp")
    try:
        longest, escaped = _write_plain(records, plain)
        if longest > LONGEST_RECORD:
            raise UserError(f"{file}: a record is longer than {LONGEST_RECORD >> 20} MB; is a quote missing?")
        return _copy(engine, _plain(plain, len(names), longest, escaped), names, file, landing, guard)
    except duckdb.Error as error:  # beyond its first line DuckDB cites the row
        why = without_personal_data(str(error).split("\n")[0][:300])
        raise UserError(f"{file} could not be written as Parquet: {why}") from error
    finally:
        plain.unlink(missing_ok=True)


def _write_plain(records: Records, plain: Path) -> tuple[int, bool]:
    """Write one line a record: _row, _line, _problem, the cells; nothing is quoted, marks and line ends are escaped.

    DuckDB mistakes a quoted CR for a line's end, so no line end is left inside a record. Gives the bytes of the
    longest line at most, and whether anything was escaped.
    """
    longest, escaped = 0, False
    marks = len(records.header) - 1
    with open(plain, "w", encoding="utf-8", newline="", opener=_for_us_alone) as stream:
        for row, line, problem, cells in records.read():
            stop_if_asked()
            text = MARK.join(cells)
            if "\n" in text or "\r" in text or ESCAPE in text or text.count(MARK) != marks:
                text, escaped = MARK.join([cell.translate(ESCAPES) for cell in cells]), True
            longest = max(longest, len(text))
            stream.write(f"{row}{MARK}{line or ''}{MARK}{problem or ''}{MARK}{text}\n")
    return longest * 4 + 1000, escaped


def _for_us_alone(path: str, flags: int) -> int:
    """Open a file that holds what the export holds, and nobody else may read."""
    return os.open(path, flags, 0o600)


def _plain(plain: Path, width: int, longest: int, escaped: bool) -> str:
    """SQL that reads what `_write_plain` wrote."""
    columns = {"_row": "BIGINT", "_line": "BIGINT", "_problem": "VARCHAR"}
    columns |= {f"c{at}": "VARCHAR" for at in range(width)}
    typed = ", ".join(f"{sql_text(name)}: '{kind}'" for name, kind in columns.items())
    cells = [f"c{at}" for at in range(width)]
    if escaped:
        for code, mark in reversed(ESCAPES.items()):  # the escape itself comes last
            cells = [f"replace({cell}, {sql_text(mark)}, chr({code}))" for cell in cells]
        cells = [f"{cell} as c{at}" for at, cell in enumerate(cells)]
    return (
        f"select _row, _line, _problem, {', '.join(cells)} from read_csv({sql_file(plain)}, "
        f"auto_detect = false, header = false, columns = {{{typed}}}, delim = {sql_text(MARK)}, quote = '', "
        f"escape = '', strict_mode = true, null_padding = false, ignore_errors = false, "
        f"max_line_size = {max(longest, 2 << 20)}, hive_partitioning = false)"
    )


def _copy(
    engine: duckdb.DuckDBPyConnection,
    relation: str,
    names: list[str | None],
    file: str,
    landing: Path,
    guard: Guard | None,
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Copy a relation with the columns c0, c1, ... to Parquet under their names; gives rows, columns, unknown ones.

    A column without a name is left out where it is wholly empty, and is `column_<n>` where it is not.
    """
    unnamed = [at for at, name in enumerate(names) if name is None]
    filled: dict[int, bool] = {}
    if unnamed:
        counts = engine.execute(f"select {', '.join(f'count(c{at})' for at in unnamed)} from ({relation})").fetchone()
        filled = {at: count > 0 for at, count in zip(unnamed, counts, strict=True)}
    taken = {name.casefold() for name in (*names, *LINEAGE) if name}
    columns: dict[str, str] = {}
    for at, name in enumerate(names):
        if name is None and filled[at]:
            name = _free(f"column_{at + 1}", taken)
            taken.add(name.casefold())
        if name is not None:
            columns[name] = f"c{at}"
    unknown: tuple[str, ...] = ()
    parameters: dict[str, bytes] = {}
    if guard:
        unknown = tuple(without_personal_data(name) for name in columns if name not in guard.table.columns)
        columns = {name: cell for name, cell in columns.items() if name in guard.table.columns}
        query, parameters = guard.select(relation, columns, file)
    else:
        chosen = "".join(f"{cell} as {sql_name(name)}, " for name, cell in columns.items())
        query = f"select {chosen}{sql_text(file)} as _file, _row, _line, _problem from ({relation})"
    copy = f"copy ({query}) to {sql_text(landing)} (format parquet, compression zstd)"
    stop_if_asked()
    with full_disk_told():
        (rows,) = engine.execute(copy, parameters).fetchone()
    return rows, tuple(columns), unknown
