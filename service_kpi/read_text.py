"""Looks through a text export (csv): its encoding, its delimiter, its header, and how many records there are.

The whole file is decoded strictly, and its records are counted by a small state machine over bytes, before
anything is landed. A regular file is then left to DuckDB, every other to Python's csv module.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from .contract import Table
from .errors import UserError
from .records import Record, Records, sql_text

CHUNK = HEAD = 1 << 20  # bytes read at a time, and to find the header in
SAMPLE = 100  # records below the header that a delimiter is tried on
DELIMITERS = (",", ";", "\t", "|")
AS_UTF8 = "save it as UTF-8 (a spreadsheet calls it CSV UTF-8)"
FOREIGN = {
    b"PK\x03\x04": ("a zip file or a spreadsheet", ".xlsx if it is one"),
    b"\xd0\xcf\x11\xe0": ("an old Office file", ".xlsx after saving it as such"),
    b"\x1f\x8b": ("a gzip file", ".csv.gz if it is one"),
    b"PAR1": ("a Parquet file", "something else; export it as csv"),
}


class _Implausible(Exception):
    """The bytes can be decoded so, but no export reads like that."""


def look_through(path: Path, name: str, table: Table, kind: str, header_row: int, sheet: str | None = None) -> Records:
    """Find out what a text file holds, reading all of it.

    path: the file; name: what messages call it; kind: csv or csv.gz; header_row: the header's row, 1 for the first.
    Raises UserError where it cannot be read without guessing.
    """
    try:
        return _look_through(path, name, table, kind, header_row)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UserError(f"{name} is not a whole gzip file ({error}); fetch it again.") from None


def _look_through(path: Path, name: str, table: Table, kind: str, header_row: int) -> Records:
    with _open(path, kind) as stream:
        head = stream.read(HEAD)
    for magic, (what, ending) in FOREIGN.items():
        if head.startswith(magic):
            raise UserError(f"{name} is {what}, not text; name it {ending}.")
    if not head:
        raise UserError(f"{name} is empty, without even a header; export it again, or take it away.")
    why: list[str] = []
    for encoding in _encodings(head, name):
        try:
            header, delimiter = _header(head, encoding, name, table, header_row)
            scan = _Scan(name, delimiter, header_row)
            for chunk in _utf8_chunks(path, kind, encoding):
                scan.take(chunk)
            scan.end()
        except UnicodeDecodeError:
            line = _bad_line(path, kind, encoding)
            why.append(f"not {encoding.removesuffix('-sig').upper()} (first bad byte in line {line})")
            continue
        except _Implausible as error:
            why.append(f"as {encoding.upper()} it would hold {error}")
            continue
        regular = scan.is_regular() and encoding in ("utf-8", "utf-8-sig") and len(header) > 1
        return Records(
            kind=kind,
            encoding=encoding,
            delimiter=delimiter,
            header=header,
            count=scan.records,
            read=partial(_records, path, kind, encoding, delimiter, header, header_row),
            direct=_direct(path, kind, delimiter, len(header), header_row, scan.quoted) if regular else None,
        )
    raise UserError(f"{name}: cannot tell the encoding: {'; '.join(why)}; {AS_UTF8}.")


def _open(path: Path, kind: str) -> BinaryIO:
    return gzip.open(path, "rb") if kind.endswith(".gz") else path.open("rb")


# ---------------------------------------------------------------- encoding


def _encodings(head: bytes, name: str) -> list[str]:
    """The encodings worth trying, by the file's first bytes. A byte order mark leaves no choice."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UserError(f"{name} is UTF-32, which is not read; {AS_UTF8}.")
    if head.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if b"\0" in head:
        # UTF-16 without its mark shows in its digits, letters and commas: every other byte of theirs is zero.
        sample = head[:4096]
        first, second = sample[0::2].count(0), sample[1::2].count(0)
        if max(first, second) * 8 >= len(sample) and max(first, second) > 10 * min(first, second):
            return ["utf-16-be" if first > second else "utf-16-le"]
        raise _nul(name, head.count(b"\n", 0, head.index(b"\0")) + 1)
    return ["utf-8", "gb18030"]


def _utf8_chunks(path: Path, kind: str, encoding: str) -> Iterator[bytes]:
    """The file's text as UTF-8 without byte order mark, in chunks cut anywhere. Strict: UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    characters: Counter[str] = Counter()
    with _open(path, kind) as stream:
        start = True
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            if not is_utf8:
                if encoding != "utf-16":
                    characters.update(text)
                chunk = text.encode("utf-8")
            elif start:
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
            start = False
            yield chunk
        decoder.decode(b"", final=True)
    _plausible(characters, encoding)


def _plausible(characters: Counter[str], encoding: str) -> None:
    """Raise _Implausible where a decoded text cannot be what was written.

    Nearly every byte string of western or Japanese text that decodes as GB18030 gives characters no Chinese
    text is made of: private or unassigned ones, or hanzi outside the 3,755 common ones of GB 2312. Korean EUC-KR
    is the exception that cannot be told so; landing names every table that is read as GB18030.
    """
    wide = {character: count for character, count in characters.items() if character > "\x7f"}
    for character in wide:
        if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
            raise _Implausible(f"U+{ord(character):04X}, which no text uses")
    if encoding == "gb18030":
        common = sum(count for character, count in wide.items() if _is_common_chinese(character))
        if common * 2 < sum(wide.values()):
            raise _Implausible(f"mostly very rare characters such as {max(wide, key=wide.__getitem__)}")


def _is_common_chinese(character: str) -> bool:
    """Punctuation and full-width signs (rows 1-3 of GB 2312), or a hanzi of its first level (rows 16-55)."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and (0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7)


def _bad_line(path: Path, kind: str, encoding: str) -> int:
    """The physical line of the first byte that cannot be decoded."""
    decoder, line = codecs.getincrementaldecoder(encoding)("strict"), 1
    with _open(path, kind) as stream:
        try:
            while chunk := stream.read(CHUNK):
                line += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
    return line


def _nul(name: str, line: int) -> UserError:
    return UserError(f"{name}: line {line} holds a NUL byte: the file is damaged or no text; export it again.")


# ---------------------------------------------------------------- delimiter and header


def _header(head: bytes, encoding: str, name: str, table: Table, header_row: int) -> tuple[list[str], str]:
    """The header's cells and the delimiter: the one that finds most declared columns and suits the first records."""
    text = codecs.getincrementaldecoder(encoding)("strict").decode(head)
    declared = {column.casefold() for column in table.columns}
    _no_field_limit()
    choices = []
    for delimiter in DELIMITERS:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), header_row + SAMPLE))
        header = rows[header_row - 1] if len(rows) >= header_row else []
        below = [row for row in rows[header_row : None if len(head) < HEAD else -1] if row]
        known = len(declared & {cell.strip().casefold() for cell in header})
        fits = sum(len(row) == len(header) for row in below) / len(below) if below else 1.0
        if len(header) > 1 or delimiter == ",":
            choices.append(((known, len(header) > 1, fits, len(header)), delimiter, header))
    choices.sort(key=lambda choice: choice[0], reverse=True)
    (best, delimiter, header), *others = choices
    if not any(cell.strip() for cell in header):
        raise UserError(
            f"{name}: row {header_row}, where the header should be, is empty or missing; correct the file "
            "or the source's header_row."
        )
    if others and others[0][0] == best:
        raise UserError(
            f"{name}: cannot tell whether {delimiter!r} or {others[0][1]!r} separates the columns of row "
            f"{header_row}; save it with commas."
        )
    return header, delimiter


def _no_field_limit() -> None:
    csv.field_size_limit(sys.maxsize)  # the csv module refuses longer texts than 131072 characters otherwise


# ---------------------------------------------------------------- counting


class _Scan:
    """Counts the records of a text, a chunk of UTF-8 bytes at a time, and says whether the text is regular.

    A quote opens a field only at the field's start, is doubled to stand for itself, and what follows a closing
    quote is taken as it is: the csv module reads so too. Lines end in CR, LF or both.
    """

    def __init__(self, name: str, delimiter: str, header_row: int) -> None:
        mark = re.escape(delimiter)
        after_quote = rf'(?:[^"]++|"")*+"[^{mark}\r\n]*+'  # from inside a quoted field to the field's end
        field = rf'(?:"{after_quote}|(?!")[^{mark}\r\n]*+)'
        plain = rf'(?:"(?:[^"]++|"")*+"|[^"{mark}\r\n]*+)'  # with quotes round the whole field or none at all
        end = r"(?:\r\n|\n|\r)?"
        self._between = f'"{delimiter}"'.encode()
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
        text = self._rest_of_chunk + chunk
        cut = max(text.rfind(b"\n"), text.rfind(b"\r", 0, len(text) - 1)) + 1
        self._rest_of_chunk = text[cut:]
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
            raise _nul(self._name, self._lines + text.count(b"\n", 0, text.index(b"\0")) + 1)
        returns, feeds, both = text.count(b"\r"), text.count(b"\n"), text.count(b"\r\n") if b"\r" in text else 0
        self._ends.update(cr=returns - both, lf=feeds, crlf=both)
        blank = text[:1] in b"\r\n" or b"\n\n" in text or (returns and (b"\n\r" in text or b"\r\r" in text))
        if blank or self._above or self._opened or b'"' in text:
            self._count_lines(text)
        else:
            lines = returns + feeds - both + (text[-1:] not in b"\r\n")
            self._lines += lines
            self.records += lines
            self._irregular |= self._blank > 0

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


def _records(
    path: Path, kind: str, encoding: str, delimiter: str, header: list[str], header_row: int
) -> Iterator[Record]:
    """Every record below the header, by the csv module, made as wide as the header."""
    _no_field_limit()
    width = len(header)
    needed = max(at for at, cell in enumerate(header, start=1) if cell.strip())
    with _open(path, kind) as stream, io.TextIOWrapper(stream, encoding, "strict", newline="") as text:
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


def _direct(path: Path, kind: str, delimiter: str, width: int, header_row: int, quoted: bool) -> str:
    """SQL that reads a regular file, every row a line. DuckDB is told all, so it guesses nothing.

    No `new_line`: with it a file of CRLF lines comes out empty. A row too long or too short is an error.
    """
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    quote = '"' if quoted else ""
    return (
        f"select *, row_number() over () + {header_row} as _row, row_number() over () + {header_row} as _line, "
        f"cast(null as varchar) as _problem from read_csv({sql_text(glob_safe(path))}, auto_detect = false, "
        f"header = false, skip = {header_row}, columns = {{{columns}}}, delim = {sql_text(delimiter)}, "
        f"quote = '{quote}', escape = '{quote}', strict_mode = true, null_padding = false, ignore_errors = false, "
        f"compression = '{'gzip' if kind.endswith('.gz') else 'none'}', hive_partitioning = false)"
    )


def glob_safe(path: Path) -> str:
    """A path whose brackets, stars and question marks DuckDB does not take for a pattern."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))
