"""What every kind of export file comes down to: a header, and records that can be read one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from .contract import Table

LONGEST_RECORD = 64 << 20  # bytes


@dataclass(frozen=True)
class Export:
    """One export file as a reader gets it."""

    path: Path
    name: str  # what messages and `_file` call it
    table: Table  # the columns declared for it
    kind: str  # csv, jsonl.gz, xlsx, ...
    engine: duckdb.DuckDBPyConnection
    header_row: int = 1  # 1 for the first; kinds without a header row pay no heed to it
    sheet: str | None = None  # of a spreadsheet; None: the first


class Record(NamedTuple):
    """One record below the header, with exactly as many cells as the header has."""

    row: int  # as a spreadsheet numbers rows
    line: int | None  # first physical line in a text file
    problem: str | None  # why the record does not fit its header
    cells: list[str]  # an empty text means: nothing there


@dataclass(frozen=True)
class Records:
    """An export file that has been looked through from end to end, and can now be read."""

    header: list[str]  # as the file holds it; an empty text is a column without a name
    count: int  # records below the header, counted by other means than `read`
    read: Callable[[], Iterator[Record]] | None = None  # None where `direct` is the only way
    direct: str | None = None  # SQL that reads a regular file at full speed: c0, c1, ..., _row, _line, _problem
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
