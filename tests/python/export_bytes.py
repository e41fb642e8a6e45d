"""The bytes of export files for tests: spreadsheets with cells of every kind, Parquet, damaged ones."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import xlsxwriter
from test_formats import cell as ods_cell
from test_formats import ods as ods_book
from test_formats import row as ods_row

Cells = list[list[object]]


@dataclass(frozen=True)
class Error:
    """A spreadsheet's error."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was last worked out."""

    text: str
    value: object


@dataclass(frozen=True)
class Digits:
    """A number with the digits that an ods stores."""

    text: str


@dataclass(frozen=True)
class Times:
    """A row of an ods that stands for several."""

    times: int
    cells: list[object]


def parquet(select: str, folder: Path) -> bytes:
    """What DuckDB writes of a query."""
    path = folder / "written.parquet"
    with duckdb.connect() as engine:
        engine.execute(f"copy ({select}) to '{path}' (format parquet)")
    return path.read_bytes()


def xlsx(
    sheets: Cells | dict[str, Cells], merge: str = "", hide: int | None = None, hide_sheet: str = "", **options: object
) -> bytes:
    """A workbook of rows, or of sheets of rows. merge: cells; hide: a row, from 0."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **options})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    length = book.add_format({"num_format": "[h]:mm:ss"})
    for name, rows in (sheets if isinstance(sheets, dict) else {"S": sheets}).items():
        sheet = book.add_worksheet(name)
        for at, cells in enumerate(rows):
            for column, value in enumerate(cells):
                match value:
                    case Error():
                        sheet.write_formula(at, column, "=NA()", None, value.text)
                    case Formula():
                        shown = value.value.text if isinstance(value.value, Error) else value.value
                        sheet.write_formula(at, column, value.text, None, shown)
                    case datetime():
                        sheet.write_datetime(at, column, value, moment)
                    case timedelta():
                        sheet.write_datetime(at, column, value, length)
                    case str():
                        sheet.write_string(at, column, value)
                    case int() | float():
                        sheet.write_number(at, column, value)
        if merge:
            first = merge.partition(":")[0]
            sheet.merge_range(merge, rows[int(first[1:]) - 1][ord(first[0]) - 65])
        if hide is not None:
            sheet.set_row(hide, None, None, {"hidden": True})
        if name == hide_sheet:
            sheet.hide()
    book.close()
    return written.getvalue()


def ods(sheets: Cells | dict[str, Cells], repeated: int = 1) -> bytes:
    """The same as ods; repeated: how often each cell stands."""

    def as_cell(value: object) -> str:
        more = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
        match value:
            case Error():
                return ods_cell("string", value.text, string_value="")
            case Formula():
                return as_cell(value.value)
            case datetime():
                return ods_cell("date", "x", date_value=value.isoformat().removesuffix("T00:00:00"))
            case timedelta():
                minutes, seconds = divmod(int(value.total_seconds()), 60)
                return ods_cell("time", "x", time_value=f"PT00H{minutes:02}M{seconds:02}S")
            case Digits():
                return ods_cell("float", "x", value=value.text)
            case int() | float():
                return ods_cell("float", "x", value=str(value))
        return ods_cell("string", value, more) if value else ods_cell()

    def as_row(cells: list[object] | Times) -> str:
        if isinstance(cells, Times):
            return ods_row(*map(as_cell, cells.cells), times=cells.times)
        return ods_row(*map(as_cell, cells))

    named = sheets if isinstance(sheets, dict) else {"S": sheets}
    return ods_book({name: "".join(map(as_row, rows)) for name, rows in named.items()})


def flipped(raw: bytes, at: int) -> bytes:
    """With one byte damaged; at: from the end where it is negative."""
    at %= len(raw)
    return raw[:at] + bytes([raw[at] ^ 255]) + raw[at + 1 :]


def swollen(workbook: bytes) -> bytes:
    """A workbook whose first part says that it unpacks to more than four gigabytes."""
    at = workbook.index(b"PK\x01\x02") + 24  # the size in the archive's list of its parts
    return workbook[:at] + (2**32 - 2).to_bytes(4, "little") + workbook[at + 4 :]


def misplaced(workbook: bytes) -> bytes:
    """A workbook whose list of parts says that it lies before the file's beginning."""
    at = workbook.rindex(b"PK\x05\x06") + 16
    return workbook[:at] + (2**31).to_bytes(4, "little") + workbook[at + 4 :]


def rewritten(workbook: bytes, text: str, by: str) -> bytes:
    """A workbook with a text of its sheets replaced wherever it stands."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            content = before.read(part)
            is_sheet = part == "content.xml" or "sheet1" in part
            after.writestr(part, content.replace(text.encode(), by.encode()) if is_sheet else content)
    return written.getvalue()


def laughing(workbook: bytes) -> bytes:
    """A workbook whose cells refer to a text of a billion letters, put together of ten of ten of ten."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        cells = archive.read("content.xml").decode()
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    named = f'?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", cells.replace("?>", named, 1).replace("<text:p>", "<text:p>&l9;", 1))
    return written.getvalue()
