"""Python texts as parts of SQL, for what no parameter can stand for: names, paths, literals of DDL."""

from __future__ import annotations

import re
from pathlib import Path


def sql_text(text: str | Path) -> str:
    """A text or a path as a literal."""
    return "'" + str(text).replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """A table's or column's name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_file(path: Path) -> str:
    """A path as a literal whose brackets, stars and question marks a DuckDB reader does not take for a pattern."""
    return sql_text(re.sub(r"([\[*?])", r"[\1]", str(path)))
