"""Looks through a text export (csv, tsv): its delimiter, its header, and how many records there are.

The whole file is decoded strictly, and its records are counted by a small state machine over bytes, before
anything is landed. A regular file is then left to DuckDB, every other to Python's csv module.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from .decode import HEAD, in_its_encoding, nul_byte, open_bytes, utf8_chunks
from .errors import UserError
from .records import LONGEST_RECORD, Export, Record, Records
from .sql import sql_file, sql_text

SAMPLE = 100  # records below the header that a delimiter is tried on
DELIMITERS = (",", ";", "\t", "|")


def look_through(file: Export) -> Records:
    """Find out what a text file with delimiters holds, reading all of it.

    Raises UserError where it cannot be read without guessing.
    """
    return in_its_encoding(file, partial(_look, file))


def _look(file: Export, head: bytes, encoding: str) -> Records:
    header, delimiter, header_row = _header(file, head, encoding)
    scan = _Scan(file.name, delimiter, header_row, len(header))
    for chunk in utf8_chunks(file, encoding):
        scan.take(chunk)
    scan.end()
    regular = scan.is_regular() and encoding in ("utf-8", "utf-8-sig") and len(header) > 1
    return Records(
        header=header,
        count=scan.records,
        read=partial(_records, file, encoding, delimiter, header, header_row),
        direct=_direct(file, delimiter, len(header), header_row, scan.quoted) if regular else None,
        encoding=encoding,
        delimiter=delimiter,
    )


# ---------------------------------------------------------------- delimiter and header


def _header(file: Export, head: bytes, encoding: str) -> tuple[list[str], str, int]:
    """The header's cells, the delimiter and the header's row.

    A delimiter is taken that the kind or a first line `sep=;` names, else the one that finds most declared columns
    and suits the first records.
    """
    text = codecs.getincrementaldecoder(encoding)("strict").decode(head)
    named = re.match(r"sep=(.)\r?\n", text)  # a line for spreadsheets, not part of the table
    header_row = max(file.header_row, 2) if named else file.header_row
    delimiters = named[1] if named else "\t" if file.kind.startswith("tsv") else DELIMITERS
    declared = {column.casefold() for column in file.table.columns}
    _no_field_limit()
    choices = []
    for delimiter in delimiters:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), header_row + SAMPLE))
        header = rows[header_row - 1] if len(rows) >= header_row else []
        below = [row for row in rows[header_row : None if len(head) < HEAD else -1] if row]
        known = len(declared & {cell.strip().casefold() for cell in header})
        fits = sum(len(row) == len(header) for row in below) / len(below) if below else 1.0
        torn = sum(cell.count('"') for row in (header, *below) for cell in row)  # quoted cells that it would cut
        if len(header) > 1 or delimiter == delimiters[0]:
            choices.append(((known, len(header) > 1, fits, -torn, len(header)), delimiter, header))
    choices.sort(key=lambda choice: choice[0], reverse=True)
    (best, delimiter, header), *others = choices
    if not any(cell.strip() for cell in header):
        raise UserError(
            f"{file.name}: row {header_row}, where the header should be, is empty or missing; correct the file "
            "or the source's header_row."
        )
    if others and others[0][0] == best:
        raise UserError(
            f"{file.name}: cannot tell whether {delimiter!r} or {others[0][1]!r} separates the columns of row "
            f"{header_row}; save it with commas."
        )
    if file.kind.startswith("tsv") and len(header) == 1 and any(mark in header[0] for mark in DELIMITERS):
        raise UserError(
            f"{file.name}: row {header_row}, the header, holds no tab; name the file .csv if another mark separates "
            "its columns."
        )
    return header, delimiter, header_row


def _no_field_limit() -> None:
    csv.field_size_limit(sys.maxsize)  # the csv module refuses longer texts than 131072 characters otherwise


# ---------------------------------------------------------------- counting


class _Scan:
    """Counts the records of a text, a chunk of UTF-8 bytes at a time, and says whether the text is regular.

    A quote opens a field only at the field's start, is doubled to stand for itself, and what follows a closing
    quote is taken as it is: the csv module reads so too. Lines end in CR, LF or both.
    """

    def __init__(self, name: str, delimiter: str, header_row: int, width: int) -> None:
        mark = re.escape(delimiter)
        after_quote = rf'(?:[^"]++|"")*+"[^{mark}\r\n]*+'  # from inside a quoted field to the field's end
        field = rf'(?:"{after_quote}|(?!")[^{mark}\r\n]*+)'
        plain = rf'(?:"(?:[^"]++|"")*+"|[^"{mark}\r\n]*+)'  # with quotes round the whole field or none at all
        end = r"(?:\r\n|\n|\r)?"
        self._between = f'"{delimiter}"'.encode()
        self._delimiter, self._delimiters = delimiter.encode(), width - 1
        self._whole = re.compile(f"{field}(?:{mark}{field})*+{end}".encode())
        self._regular = re.compile(f"{plain}(?:{mark}{plain})*+{end}".encode())
        self._closing = re.compile(f"{after_quote}(?:{mark}{field})*+{end}".encode())
        self._name = name
        self._rest_of_chunk = b""
        self._above = header_row  # rows up to and with the header that are still to come
        self._lines = 0
        self._opened = 0  # the line where the quote opened that is still open; 0: none is
        self._blank = 0  # blank lines since the last record
        self._irregular = False
        self._ends = Counter()
        self.records = 0
        self.quoted = False

    def take(self, chunk: bytes) -> None:
        """Count a chunk that may be cut anywhere: what follows its last line end waits for the next."""
        new = max(len(self._rest_of_chunk) - 1, 0)  # what is left holds no line end but at its end
        text = self._rest_of_chunk + chunk
        cut = max(text.rfind(b"\n", new), text.rfind(b"\r", new, len(text) - 1)) + 1
        self._rest_of_chunk = text[cut:]
        if len(self._rest_of_chunk) > LONGEST_RECORD:
            line = self._lines + text.count(b"\n", 0, cut) + 1
            raise UserError(
                f"{self._name}: line {line} is longer than {LONGEST_RECORD >> 20} MB; is its end missing, or is it no "
                "text?"
            )
        self._count(text[:cut])

    def end(self) -> None:
        """Count what is left. Raises UserError where a quote was never closed."""
        self._count(self._rest_of_chunk)
        if self._opened:
            raise UserError(
                f"{self._name}: the quote that opens in line {self._opened} is never closed; correct that "
                "line or export the file again."
            )

    def is_regular(self) -> bool:
        """One record a line, quotes only around whole fields, no blank line between, one kind of line end."""
        one_kind = not self._ends["cr"] and (not self._ends["crlf"] or self._ends["crlf"] == self._ends["lf"])
        return one_kind and not self._irregular

    def _count(self, text: bytes) -> None:
        if not text:
            return
        if b"\0" in text:
            raise nul_byte(self._name, self._lines + text.count(b"\n", 0, text.index(b"\0")) + 1)
        returns, feeds, both = text.count(b"\r"), text.count(b"\n"), text.count(b"\r\n") if b"\r" in text else 0
        self._ends.update(cr=returns - both, lf=feeds, crlf=both)
        blank = text[:1] in b"\r\n" or b"\n\n" in text or (returns and (b"\n\r" in text or b"\r\r" in text))
        if blank or self._above or self._opened or b'"' in text:
            self._count_lines(text)
        else:
            lines = returns + feeds - both + (text[-1:] not in b"\r\n")
            self._lines += lines
            self.records += lines
            self._irregular |= self._blank > 0 or text.count(self._delimiter) != lines * self._delimiters

    def _count_lines(self, text: bytes) -> None:
        for line in text.splitlines(keepends=True):
            self._lines += 1
            if self._opened:
                if b'"' in line and self._closing.fullmatch(line):
                    self._opened = 0
                continue
            if self._above:
                self._above -= 1
                is_blank = line in (b"\n", b"\r\n", b"\r")
                self._irregular |= is_blank
            elif line in (b"\n", b"\r\n", b"\r"):
                self._blank += 1
                continue
            else:
                self.records += 1
                self._irregular |= self._blank > 0
            if b'"' in line:
                self.quoted = True
                if not self._is_quoted_throughout(line) and not self._regular.fullmatch(line):
                    self._irregular = True
                    if not self._whole.fullmatch(line):
                        self._opened = self._lines

    def _is_quoted_throughout(self, line: bytes) -> bool:
        """Whether every field is quoted and none holds a quote: a quick look that spares most lines the expression."""
        body = line.rstrip(b"\r\n")
        if not (body.startswith(b'"') and body.endswith(b'"')) or body.startswith(self._between):
            return False
        return not body.endswith(self._between) and body.count(b'"') == 2 * body.count(self._between) + 2


# ---------------------------------------------------------------- reading


def _records(file: Export, encoding: str, delimiter: str, header: list[str], header_row: int) -> Iterator[Record]:
    """Every record below the header, by the csv module, made as wide as the header."""
    _no_field_limit()
    width = len(header)
    needed = max(at for at, cell in enumerate(header, start=1) if cell.strip())
    with open_bytes(file) as stream, io.TextIOWrapper(stream, encoding, "strict", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        row, line = 0, 1
        for cells in reader:
            row += 1
            first, line = line, reader.line_num + 1
            if row <= header_row or not cells:
                continue
            fields, problem = len(cells), None
            if fields != width:
                if fields < needed or any(cells[width:]):
                    problem = f"the row has {fields} fields, the header has {width}"
                cells = cells[:width] + [""] * (width - fields)
            yield Record(row, first, problem, cells)


def _direct(file: Export, delimiter: str, width: int, header_row: int, quoted: bool) -> str:
    """SQL that reads a regular file, every row a line. DuckDB is told all, so it guesses nothing.

    No `new_line`: with it a file of CRLF lines comes out empty. A row too long or too short is an error.
    """
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    quote = '"' if quoted else ""
    return (
        f"select *, row_number() over () + {header_row} as _row, row_number() over () + {header_row} as _line, "
        f"cast(null as varchar) as _problem from read_csv({sql_file(file.path)}, auto_detect = false, "
        f"header = false, skip = {header_row}, columns = {{{columns}}}, delim = {sql_text(delimiter)}, "
        f"quote = '{quote}', escape = '{quote}', strict_mode = true, null_padding = false, ignore_errors = false, "
        f"compression = '{'gzip' if file.kind.endswith('.gz') else 'none'}', hive_partitioning = false)"
    )
