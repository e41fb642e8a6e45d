"""Looks through a spreadsheet (ods): its XML is read row by row, and a second, other pass counts the rows.

Not by calamine as xlsx: of ods it drops tabs and line breaks within cells, the last digits of long numbers and the
text of error cells, holds a sheet in memory as large as its farthest cell, and refuses indented XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from .errors import UserError
from .records import Export, Record, Records
from .sheets import about_others, check_archive, check_header, choose_sheet, clock, unreadable_told

NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, DRAWING = (NAMESPACE % name for name in ("office", "table", "text", "drawing"))
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
PARAGRAPHS = (TEXT + "p", TEXT + "h")
ROW, COLUMNS, ROWS = (TABLE + name for name in ("table-row", "number-columns-repeated", "number-rows-repeated"))
TYPE, STRING = OFFICE + "value-type", OFFICE + "string-value"
STORED_IN = {kind: f"{OFFICE}{kind}-value" for kind in ("date", "time", "boolean")}
STORED_IN |= dict.fromkeys(("float", "percentage", "currency"), OFFICE + "value")
MOST_COLUMNS, MOST_ROWS = 1 << 14, 1 << 24  # of any spreadsheet program
MOST_BLANKS = 1 << 16  # more characters than a cell can hold
BLANKS = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+")
CHUNK = 1 << 18


def look_through(file: Export) -> Records:
    """Find out what a sheet of a workbook holds: the sheet named, else the first.

    Raises UserError where the workbook cannot be opened or has no such sheet or no header.
    """
    with file.path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise UserError(f"{file.name} is empty; export it again, or take it away.")
    with unreadable_told(file):
        surveys = _survey(file)
        chosen = choose_sheet(file, list(surveys))
        survey = surveys[chosen]
        if survey.farthest > 1:
            raise UserError(f"{file.name} has cells beyond the end of any sheet; export it again.")
        header = next((cells for row, cells in _rows(file, chosen) if row == file.header_row), [])
    check_header(file, chosen, header)
    others = [] if file.sheet is not None else [name for name, other in surveys.items() if name != chosen and other.any]
    width = max(len(header), survey.width)
    return Records(
        header=_wide(header, width),
        count=survey.rows,
        read=partial(_records, file, chosen, width),
        notes=about_others(file, chosen, others),
    )


def _records(file: Export, sheet: str, width: int) -> Iterator[Record]:
    """Every row below the header that holds anything, under the sheet's own row number."""
    with unreadable_told(file):
        for row, cells in _rows(file, sheet):
            if row > file.header_row:
                yield Record(row, None, None, _wide(cells, width))


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


# ---------------------------------------------------------------- rows and cells


def _rows(file: Export, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that hold anything, with their numbers, without the empty cells at their ends."""
    row, inside = 0, False
    above: list[Element] = []
    with _content(file) as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start":
                above.append(element)
                if element.tag == TABLE + "table":
                    row, inside = 0, element.get(TABLE + "name") == sheet
                continue
            above.pop()
            if element.tag == TABLE + "table":
                inside = False
            elif element.tag == ROW:
                if inside:
                    times, cells = int(element.get(ROWS, 1)), _cells(element)
                    if cells:
                        for at in range(times):
                            yield row + at + 1, cells
                    row += times
                above[-1].clear()  # a million rows are not kept


def _cells(row: Element) -> list[str]:
    texts: list[str] = []
    empty = 0  # cells since the last that holds anything
    for cell in row:
        if cell.tag in CELLS:
            text, times = cell_text(cell), int(cell.get(COLUMNS, 1))
            if text:
                texts += [""] * empty + [text] * times
                empty = 0
            else:
                empty += times
    return texts


def cell_text(cell: Element) -> str:
    """A cell as text.

    Numbers with the digits they are stored with, whole ones without decimals; `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`,
    durations `H:MM:SS`, true and false; else the text that stands there.
    """
    paragraphs = list(_paragraphs(cell))
    shown = "\n".join(paragraphs) if any(paragraphs) else ""
    kind = cell.get(TYPE)
    stored = cell.get(STORED_IN.get(kind, STRING)) or shown
    match kind:
        case "float" | "percentage" | "currency":
            return re.sub(r"\.0+$", "", stored)
        case "date":
            return _moment(stored, shown)
        case "time":
            return _duration(stored)
    return stored


def _moment(stored: str, shown: str) -> str:
    """A day or a moment. A midnight is stored as a mere day: the clock that is shown tells it from one."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stored):
        return f"{stored} 00:00:00" if re.search(r"\d[:时時]", shown) else stored
    parts = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?", stored)
    try:
        moment = datetime.fromisoformat(parts[1]) if parts else None
    except ValueError:
        moment = None
    if moment is None:
        return stored
    milliseconds = round(float(parts[2] or 0) * 1000)  # a spreadsheet's fractions of days hold no more
    return (moment + timedelta(milliseconds=milliseconds)).isoformat(sep=" ")


def _duration(stored: str) -> str:
    parts = re.fullmatch(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", stored)
    if parts is None:
        return stored
    days, hours, minutes, seconds = (float(part or 0) for part in parts.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return clock(-length if parts[1] else length)


def _paragraphs(element: Element) -> Iterator[str]:
    """The paragraphs within an element."""
    for child in element:
        if child.tag in PARAGRAPHS:
            yield _written(child)
        elif not _is_beside(child.tag):
            yield from _paragraphs(child)


def _is_beside(tag: str) -> bool:
    """Whether an element is a comment or a drawing, which are kept in the cell they hang on."""
    return tag == OFFICE + "annotation" or tag.startswith(DRAWING)


def _written(element: Element) -> str:
    """The text of a paragraph. Blanks in a row count as one, as OpenDocument has it; others have elements."""
    text = _one_blank(element.text)
    if not len(element):
        return text
    for child in element:
        if child.tag == TEXT + "s":
            text += " " * _blanks(child)
        elif child.tag == TEXT + "tab":
            text += "\t"
        elif child.tag == TEXT + "line-break":
            text += "\n"
        elif not _is_beside(child.tag):
            text += _written(child)
        text += _one_blank(child.tail)
    return text


def _blanks(element: Element) -> int:
    blanks = int(element.get(TEXT + "c", 1))
    if blanks > MOST_BLANKS:
        raise ValueError(f"{blanks} blanks in a row")
    return blanks


def _one_blank(text: str | None) -> str:
    return BLANKS.sub(" ", text) if text and BLANKS.search(text) else text or ""


# ---------------------------------------------------------------- the second pass


@dataclass
class Survey:
    """What the second pass says of a sheet."""

    rows: int = 0  # below the header that hold anything
    width: int = 0  # up to the last cell below the header that holds anything
    any: bool = False
    farthest: float = 0  # cell of all, as a share of what a sheet can be; above 1 it is no spreadsheet's


@dataclass
class _Counter:
    """Takes in the XML element by element, and knows no more of a cell than whether anything stands in it."""

    header_row: int
    surveys: dict[str, Survey] = field(default_factory=dict)
    sheet: Survey = field(default_factory=Survey)
    row: int = 0
    rows: int = 1  # that the present one stands for
    column: int = 0
    columns: int = 1
    last: int = 0  # the last column of this row that holds anything
    filled: bool = False
    paragraphs: int = 0
    beside: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag, given = "{" + name, attributes.get
        if tag in PARAGRAPHS:
            self.paragraphs += 1
        elif tag in CELLS:
            self.columns = int(given(COLUMNS[1:], 1))
            self.filled = bool(given(STORED_IN.get(given(TYPE[1:]), STRING)[1:]))
        elif tag == ROW:
            self.rows = int(given(ROWS[1:], 1))
            self.column = self.last = 0
        elif _is_beside(tag):
            self.beside += 1
        elif tag in (TEXT + "s", TEXT + "tab", TEXT + "line-break"):
            self.text()
        elif tag == TABLE + "table":
            self.sheet = self.surveys.setdefault(given(TABLE[1:] + "name", ""), Survey())
            self.row = 0

    def text(self, text: str = "") -> None:
        if self.paragraphs and not self.beside:
            self.filled = True

    def end(self, name: str) -> None:
        tag = "{" + name
        if tag in PARAGRAPHS:
            self.paragraphs -= 1
        elif tag in CELLS:
            self.column += self.columns
            if self.filled:
                self.last = self.column
        elif tag == ROW:
            before, self.row = self.row, self.row + self.rows
            if self.last:
                below = max(self.row - max(before, self.header_row), 0)
                self.sheet.any = True
                self.sheet.rows += below
                self.sheet.width = max(self.sheet.width, self.last if below else 0)
                self.sheet.farthest = max(self.sheet.farthest, self.row / MOST_ROWS, self.last / MOST_COLUMNS)
        elif _is_beside(tag):
            self.beside -= 1


def _survey(file: Export) -> dict[str, Survey]:
    """The sheets in their order, without those that other files lent."""
    counter = _Counter(file.header_row)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.CharacterDataHandler = counter.text
    with _content(file) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    return {name: survey for name, survey in counter.surveys.items() if not name.startswith("'file:")}


def _content(file: Export):
    """The stream of the workbook's cells. Raises UserError where it is protected or another kind of zip file."""
    with zipfile.ZipFile(file.path) as archive:
        members = archive.namelist()
        if "META-INF/manifest.xml" in members and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UserError(f"{file.name} is protected by a password; save it without one.")
        check_archive(file, archive)
        return archive.open("content.xml")
