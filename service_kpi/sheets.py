"""What all spreadsheets have in common: which sheet is read, what is said of the others, how a length of time reads."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError

from .errors import UserError
from .records import Export

EXACT = 2**53  # below it a double holds every whole number; of longer ones the last digits are not known
LARGEST = 4_000_000_000  # bytes that a workbook may unpack to

# What damaged or made-up zip archives and XML make Python's modules and calamine raise; LookupError: an encoding that
# nobody knows, RuntimeError: a password.
UNREADABLE = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    ElementTree.ParseError,
    LookupError,
    EOFError,
    ValueError,
    ArithmeticError,
    RuntimeError,
)


@contextmanager
def unreadable_told(file: Export) -> Iterator[None]:
    """Raise UserError where a workbook cannot be read; errors of the disk are left as they are."""
    try:
        yield
    except (*UNREADABLE, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise UserError(
            f"{file.name} cannot be read as {file.kind} ({' '.join(str(error).split())}); it may be cut short or of "
            f"another kind: save it again as .{file.kind}."
        ) from None


def check_archive(file: Export, archive: zipfile.ZipFile) -> None:
    """Raise UserError where a workbook is another program's, or would fill the memory."""
    members = archive.namelist()
    for kind, program, part in (("xlsx", "Excel", "xl/workbook.xml"), ("ods", "OpenDocument", "content.xml")):
        if kind != file.kind and part in members:
            raise UserError(f"{file.name} is an {program} workbook; name it .{kind}.")
    size = sum(part.file_size for part in archive.infolist())
    if size > LARGEST:
        raise UserError(f"{file.name} unpacks to {size / 1e9:.1f} GB; export fewer rows at a time, or as csv.")


def choose_sheet(file: Export, sheets: list[str]) -> str:
    """The sheet named in the settings, else the first. Raises UserError where it is not there."""
    if file.sheet is not None and file.sheet not in sheets:
        raise UserError(
            f"{file.name} has no sheet {file.sheet!r}; it has {', '.join(map(repr, sheets))}: correct the source's "
            "sheet."
        )
    if not sheets:
        raise UserError(f"{file.name} has no sheet with cells; export it again.")
    return sheets[0] if file.sheet is None else file.sheet


def check_header(file: Export, sheet: str, header: list[str]) -> None:
    """Raise UserError where the header's row is empty."""
    if not any(cell.strip() for cell in header):
        raise UserError(
            f"{file.name}: row {file.header_row} of sheet {sheet!r}, where the header should be, is empty or missing; "
            "correct the file or the source's header_row."
        )


def about_others(file: Export, sheet: str, others: Iterable[str]) -> tuple[str, ...]:
    """A note on the sheets with cells that are not read, where the settings name none."""
    others = ", ".join(map(repr, others))
    return (f"{file.name}: sheet {sheet!r} is read; {others} is not (settings: sheet)",) if others else ()


def clock(length: timedelta) -> str:
    """`H:MM:SS`, with milliseconds where there are any: a spreadsheet's days-as-fractions hold no more."""
    milliseconds = round(abs(length) / timedelta(milliseconds=1))
    seconds, rest = divmod(milliseconds, 1000)
    sign = "-" if length < timedelta(0) else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" + (f".{rest:03d}" if rest else "")
