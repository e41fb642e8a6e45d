"""Looks for what must not be there: mobile numbers, e-mail addresses, Chinese identity numbers in what is published and
in every file of the data folder. It tells where and how many, never which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .errors import UserError
from .privacy import EMAIL, EMAIL_IN_PYTHON, ID_NUMBER, MOBILE
from .say import Say
from .settings import Settings
from .sql import sql_file, sql_name, sql_text

# Digits within a word or behind a point are those of a checksum or a number.
BEFORE, AFTER = "(?:^|[^0-9A-Za-z.０-９])", "(?:$|[^0-9A-Za-z０-９])"
KINDS = {"mobile number": BEFORE + f"({MOBILE})" + AFTER, "e-mail address": f"({EMAIL})"}
IN_TEXT = KINDS | {"e-mail address": EMAIL_IN_PYTHON}
ID_NUMBERS = BEFORE + f"({ID_NUMBER})" + AFTER
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHUNK, OVERLAP = 1 << 22, 200  # characters of a file looked at together, and how many of them twice


@dataclass(frozen=True)
class Found:
    """Something that looks personal."""

    place: str  # the table, or the file below the data folder
    column: str | None
    kind: str
    count: int


def published(settings: Settings, current: Path) -> list[Found]:
    """What a published set holds, by table, column and kind. `known_columns` of the settings are passed over."""
    with closing(duckdb.connect()) as reader:
        tables = {path.stem: f"read_parquet({sql_file(path)})" for path in sorted(current.glob("*.parquet"))}
        return [one for name, table in tables.items() for one in _in_table(reader, settings, name, name, table)]


def everything(settings: Settings) -> list[Found]:
    """What the published set and every file under the data folder hold."""
    found = []
    for path in sorted(settings.data_dir.rglob("*")):
        if path.is_file() and not any(part.is_symlink() for part in (path, *path.parents)):
            found += _in_file(settings, path, path.relative_to(settings.data_dir).as_posix())
    return found


def tell(found: list[Found], say: Say) -> None:
    """A line for each table or file, column and kind."""
    for one in found:
        where = f"{one.place}, column {one.column}" if one.column else one.place
        say.line(f"{where}: {one.count:,} that look like a{'n' * (one.kind[0] in 'ie')} {one.kind}")
    if not found:
        say.line("privacy: nothing that looks like a mobile number, e-mail address or identity number")


def note(found: list[Found], say: Say) -> None:
    """What a run says of its published tables: nothing where there is nothing."""
    if found:
        columns = sorted({f"{one.place}.{one.column}" for one in found})
        named = ", ".join(columns[:5]) + " ..." * (len(columns) > 5)
        say.note(
            f"published columns hold what looks like personal data: {named};"
            " `service-kpi privacy` counts it, docs/privacy.md says what to do."
        )


def _in_file(settings: Settings, path: Path, place: str) -> Iterator[Found]:
    try:
        if path.suffix == ".parquet":
            with closing(duckdb.connect()) as reader:
                yield from _in_table(reader, settings, path.stem, place, f"read_parquet({sql_file(path)})")
        elif path.suffix == ".duckdb":
            with closing(duckdb.connect()) as reader:
                reader.execute(f"attach {sql_text(path)} as looked_at (read_only)")
                tables = reader.execute(
                    "select schema_name, table_name from duckdb_tables() where database_name = 'looked_at' order by all"
                ).fetchall()
                for schema, table in tables:
                    name = f"looked_at.{sql_name(schema)}.{sql_name(table)}"
                    yield from _in_table(reader, settings, table, f"{place}: {table}", name)
        else:
            for kind, count in _in_text(path).items():
                yield Found(place, None, kind, count)
    except duckdb.IOException as error:
        first = str(error).split("\n")[0]
        raise UserError(f"{path} cannot be looked through ({first}): close what has it open, or delete it.") from error


def _in_table(
    reader: duckdb.DuckDBPyConnection, settings: Settings, name: str, place: str, table: str
) -> Iterator[Found]:
    """name: what `known_columns` calls the table; table: SQL that gives its rows."""
    described = reader.execute(f"describe select * from {table}").fetchall()
    known = {one.partition(".")[2] for one in settings.privacy.known_columns if one.partition(".")[0] == name}
    # Digests of ours are long numbers.
    columns = [
        column
        for column, kind, *_ in described
        if kind == "VARCHAR" and column not in known and not column.endswith("_digest")
    ]
    if not columns:
        return
    # The same few values stand in most rows: each is looked at once.
    values = " union all ".join(
        f"select {sql_text(column)} as column_name, {sql_name(column)} as value, count(*) as times from {table}"
        f" where strlen({sql_name(column)}) >= 11 or contains({sql_name(column)}, '@') group by {sql_name(column)}"
        for column in columns
    )
    counts = [f"sum(times) filter (regexp_matches(value, {sql_text(pattern)}))" for pattern in KINDS.values()]
    numbers = f"filter (regexp_matches(value, {sql_text(ID_NUMBERS)}))"
    rows = reader.execute(
        f"select column_name, {', '.join(counts)}, list(value) {numbers}, list(times) {numbers}"
        f" from ({values}) group by column_name order by column_name"
    ).fetchall()
    for column, *found, texts, times in rows:
        of_people = sum(n for text, n in zip(texts or (), times or (), strict=True) if _id_numbers(text))
        for kind, count in zip((*KINDS, "identity number"), (*found, of_people), strict=True):
            if count:
                yield Found(place, column, kind, int(count))


def _in_text(path: Path) -> Counter:
    """Kind -> how many a file holds, taken as text; a match on the edge of two chunks may count twice."""
    counts: Counter = Counter()
    rest = ""
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        while chunk := file.read(CHUNK):
            text = rest + chunk
            counts.update({kind: len(re.findall(pattern, text)) for kind, pattern in IN_TEXT.items()})
            counts["identity number"] += len(_id_numbers(text))
            rest = text[-OVERLAP:] if len(chunk) == CHUNK else ""
    return +counts


def _id_numbers(text: str) -> list[str]:
    """The Chinese identity numbers in a text: eighteen digits of which the last fits the others (GB 11643)."""
    return [number for number in re.findall(ID_NUMBERS, text) if _fits(number)]


def _fits(number: str) -> bool:
    digits: Iterable[int] = (int(digit) for digit in number[:17])
    check = sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return "10X98765432"[check] == number[17].upper().replace("Ｘ", "X").translate(FULL_WIDTH)


FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
