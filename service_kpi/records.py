"""What every kind of export file comes down to: a header, and records that can be read one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Record(NamedTuple):
    """One record below the header, with exactly as many cells as the header has."""

    row: int  # as a spreadsheet numbers rows
    line: int | None  # first physical line in a text file
    problem: str | None  # why the record does not fit its header
    cells: list[str]  # an empty text means: nothing there


@dataclass(frozen=True)
class Records:
    """An export file that has been looked through from end to end, and can now be read."""

    kind: str  # csv, xlsx, ...
    encoding: str | None
    delimiter: str | None
    header: list[str]  # as the file holds it; an empty text is a column without a name
    count: int  # records below the header, counted by other means than `read`
    read: Callable[[], Iterator[Record]]
    direct: str | None = None  # SQL that reads a regular file at full speed: c0, c1, ..., _row, _line, _problem
    notes: tuple[str, ...] = ()


def sql_text(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """A column's name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
