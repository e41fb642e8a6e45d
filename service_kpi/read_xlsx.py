"""Looks through a spreadsheet (xlsx): calamine reads its cells, a second pass over the sheet's XML counts its rows.

The second pass also gives what calamine keeps to itself: the text of error cells, and which whole days stand in
cells whose format shows a clock, so that a midnight is told from a date.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from .errors import UserError
from .records import Export, Record, Records
from .sheets import EXACT, about_others, check_archive, check_header, choose_sheet, clock, unreadable_told

CLOCK_FORMATS = {18, 19, 20, 21, 22, 45, 46, 47}  # the built-in number formats with a clock
CHUNK = 1 << 18


def look_through(file: Export) -> Records:
    """Find out what a sheet of a workbook holds: the sheet named, else the first.

    Raises UserError where the workbook cannot be opened or has no such sheet or no header.
    """
    with file.path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{file.name} is protected by a password or an old .xls; save it as .xlsx without a password.")
    if not start:
        raise UserError(f"{file.name} is empty; export it again, or take it away.")
    with unreadable_told(file):
        with zipfile.ZipFile(file.path) as archive:
            check_archive(file, archive)
        workbook = CalamineWorkbook.from_path(str(file.path))
        sheets = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        chosen = choose_sheet(file, sheets)
        cells = workbook.get_sheet_by_name(chosen)
        survey = _survey(file.path, chosen, file.header_row)
        others = [] if file.sheet is not None else [other for other in sheets[1:] if _has_cells(workbook, other)]
    header = _header(cells, survey, file.header_row)
    check_header(file, chosen, header)
    return Records(
        header=header,
        count=survey.rows,
        read=partial(_records, cells, survey, file.header_row),
        notes=about_others(file, chosen, others),
    )


def _has_cells(workbook: CalamineWorkbook, sheet: str) -> bool:
    return workbook.get_sheet_by_name(sheet).end is not None


# ---------------------------------------------------------------- cells


def _header(sheet: CalamineSheet, survey: Survey, header_row: int) -> list[str]:
    for at, cells in enumerate(sheet.iter_rows(), start=1):
        if at == header_row:
            return _texts(sheet, survey, at, cells)
    return []


def _records(sheet: CalamineSheet, survey: Survey, header_row: int) -> Iterator[Record]:
    """Every row below the header that holds anything, under the sheet's own row number."""
    for at, cells in enumerate(sheet.iter_rows(), start=1):
        if at > header_row:
            texts = _texts(sheet, survey, at, cells)
            if any(texts):
                yield Record(at, None, None, texts)


def _texts(sheet: CalamineSheet, survey: Survey, row: int, cells: list) -> list[str]:
    texts = [as_text(cell) for cell in cells]
    first = (sheet.start or (0, 0))[1] + 1  # the column of the first cell that calamine gives
    for column, told in survey.told.get(row, {}).items():
        at = column - first
        if 0 <= at < len(texts):
            texts[at] = (
                f"{texts[at]} 00:00:00" if told is MIDNIGHT and isinstance(cells[at], date) else told or texts[at]
            )
    return texts


def as_text(cell: object) -> str:
    """A cell as text.

    Whole numbers without decimals where all their digits are known, `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS[.ffffff]`,
    times and durations `H:MM:SS`, true and false.
    """
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case time():
            return clock(
                timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
            )
        case timedelta():
            return clock(cell)
        case None:
            return ""
    return str(cell)


# ---------------------------------------------------------------- the second pass

MIDNIGHT = ""  # told of a cell that holds a whole day and shows a clock


@dataclass
class Survey:
    """What a sheet's XML says: how many rows below the header hold anything, and what calamine does not tell."""

    rows: int = 0
    told: dict[int, dict[int, str]] = field(default_factory=dict)  # row -> column -> an error's text, or MIDNIGHT


def _survey(path: Path, sheet: str, header_row: int) -> Survey:
    with zipfile.ZipFile(path) as archive:
        reader = _SheetReader(header_row, _blank_strings(archive), _clock_styles(archive))
        with archive.open(_member_of(archive, sheet)) as stream:
            while chunk := stream.read(CHUNK):
                reader.parser.Parse(chunk)
            reader.parser.Parse(b"", True)
    return reader.survey


class _SheetReader:
    """Takes in a sheet's XML element by element."""

    def __init__(self, header_row: int, blank_strings: set[str], clock_styles: set[str]) -> None:
        self.survey = Survey()
        self._header_row = header_row
        self._blank_strings = blank_strings
        self._clock_styles = clock_styles
        self._row = self._column = 0
        self._filled = False
        self._cell: dict[str, str] = {}
        self._text, self._in_text = "", False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell, self._text = attributes, ""
            self._column += 1
        elif tag == "v" or tag == "t":
            self._in_text = True
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._filled = 0, False
        elif ":" in tag:
            self._start(tag.rpartition(":")[2], attributes)

    def _characters(self, text: str) -> None:
        if self._in_text:
            self._text += text

    def _end(self, tag: str) -> None:
        if tag == "v" or tag == "t":
            self._in_text = False
        elif tag == "c":
            if self._text:
                self._take_cell(self._cell.get("t", "n"))
        elif tag == "row":
            self.survey.rows += self._filled and self._row > self._header_row
        elif ":" in tag:
            self._end(tag.rpartition(":")[2])

    def _take_cell(self, kind: str) -> None:
        if kind == "s":
            self._filled = self._filled or self._text not in self._blank_strings
            return
        self._filled = True
        if kind == "e":
            self._tell(self._text)
        elif kind == "n" and self._cell.get("s", "0") in self._clock_styles and "." not in self._text:
            self._tell(MIDNIGHT)

    def _tell(self, what: str) -> None:
        column = _column(self._cell["r"]) if "r" in self._cell else self._column
        self.survey.told.setdefault(self._row, {})[column] = what


def _column(reference: str) -> int:
    """The number of a cell's column: 1 for A1, 28 for AB7."""
    number = 0
    for character in reference:
        if not character.isalpha():
            break
        number = number * 26 + ord(character.upper()) - 64
    return number


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The archive member that holds a sheet."""
    relation = None
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            relation = next(value for key, value in element.items() if key.endswith("}id"))
    for element in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if element.get("Id") == relation:
            target = element.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    raise KeyError(f"no part holds the sheet {sheet}")


def _blank_strings(archive: zipfile.ZipFile) -> set[str]:
    """The indexes of shared strings without any text."""
    blank: set[str] = set()
    if "xl/sharedStrings.xml" not in archive.namelist():
        return blank
    at, has_text = 0, False
    with archive.open("xl/sharedStrings.xml") as stream:
        parsed = ElementTree.iterparse(stream, events=("start", "end"))
        _, root = next(parsed)
        for event, element in parsed:
            if event == "end" and element.tag.endswith("}t"):
                has_text |= bool(element.text)
            elif event == "end" and element.tag.endswith("}si"):
                if not has_text:
                    blank.add(str(at))
                at, has_text = at + 1, False
                root.clear()  # a million texts are not kept
    return blank


def _clock_styles(archive: zipfile.ZipFile) -> set[str]:
    """The indexes of cell styles that show a day with a clock, or a clock alone."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    clocks, styles = set(CLOCK_FORMATS), set()
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    for element in root.iter():
        if element.tag.endswith("}numFmt"):
            code = re.sub(r'"[^"]*"|\\.|\[[^hms\]]*\]', "", element.get("formatCode", "").lower())
            if "h" in code or "s" in code:
                clocks.add(int(element.get("numFmtId", "0")))
    for element in root.iter():
        if element.tag.endswith("}cellXfs"):
            styles = {str(at) for at, style in enumerate(element) if int(style.get("numFmtId", "0")) in clocks}
    return styles
