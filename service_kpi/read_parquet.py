"""Looks through a Parquet file: its columns' types say how each value becomes text; its footer counts the rows.

DuckDB reads the file and turns the values into text, as `_as_text` says. What it would not read digit for digit is
refused.
"""

from __future__ import annotations

import duckdb

from .decode import FOREIGN
from .errors import UserError
from .records import Export, Records
from .sheets import EXACT
from .sql import sql_file

MAGIC, ENCRYPTED = b"PAR1", b"PARE"
MOST_DIGITS = 38  # of a decimal; DuckDB makes a rounded double of a longer one
AGAIN = "fetch it again or export it again"


def look_through(file: Export) -> Records:
    """Find out what a Parquet file holds: its columns with their types, and how many rows its footer counts.

    Raises UserError where it is no whole Parquet file, is encrypted, or holds numbers that cannot be kept as they are.
    """
    _check_ends(file)
    path = sql_file(file.path)
    rows = f"read_parquet({path}, hive_partitioning = false)"
    try:
        typed = file.engine.execute(f"describe select * from {rows}").fetchall()
        ((count, by),) = file.engine.execute(
            f"select num_rows, coalesce(created_by, '') from parquet_file_metadata({path})"
        ).fetchall()
        stored = file.engine.execute(
            f"select name, type, converted_type, logical_type is null, precision from parquet_schema({path})"
        ).fetchall()
    except duckdb.Error as error:
        raise unreadable(file.name, error) from None
    for name, _, converted, _, precision in stored:
        if converted == "DECIMAL" and precision > MOST_DIGITS:
            raise UserError(
                f"{file.name}: the column {name} holds decimals of {precision} digits, of which {MOST_DIGITS} can be "
                "read; export it as text."
            )
    old = {name for name, kind, converted, no_logical, _ in stored if _is_old_moment(kind, converted, no_logical)}
    in_utc = "parquet-mr" in by.lower()
    header = [name for name, *_ in typed]
    values = ", ".join(
        f"{_as_text(f'c{at}', kind, in_utc and name in old)} as c{at}" for at, (name, kind, *_) in enumerate(typed)
    )
    taken = ", ".join(f"c{at}" for at in range(len(header)))
    return Records(
        header=header,
        count=count,
        direct=(
            f"select {values}, row_number() over () as _row, cast(null as bigint) as _line, "
            f"cast(null as varchar) as _problem from {rows} as stored({taken})"
        ),
        notes=(_about_old(file.name, [name for name in header if name in old], in_utc),) if old & set(header) else (),
    )


def unreadable(name: str, error: Exception) -> UserError:
    """What is said of a file that DuckDB gives up on."""
    why = " ".join(str(error).split(" LINE 1:")[0].split("\n")[0].split())
    return UserError(f"{name} cannot be read as Parquet ({why}); it is damaged or of another kind: {AGAIN}.")


def _check_ends(file: Export) -> None:
    """Raise UserError for what the first and last bytes tell."""
    with file.path.open("rb") as stream:
        begins = stream.read(4)
        stream.seek(max(stream.seek(0, 2) - 4, 0))
        ends = stream.read(4)
    if not begins:
        raise UserError(f"{file.name} is empty; export it again, or take it away.")
    if ENCRYPTED in (begins, ends):
        raise UserError(f"{file.name} is encrypted; export it without encryption.")
    if begins != MAGIC:
        what = next((what for magic, (what, _) in FOREIGN.items() if begins.startswith(magic[:4])), None)
        raise UserError(f"{file.name} is {what or 'no Parquet file'}; name it after its kind, or export it again.")
    if ends != MAGIC:
        raise UserError(f"{file.name} is cut short: a Parquet file ends as it begins, this one does not; {AGAIN}.")


# ---------------------------------------------------------------- moments of old


def _is_old_moment(kind: str, converted: str | None, no_logical_type: bool) -> bool:
    """Whether a column's moments do not say if they are instants: INT96, or stored by rules older than that word."""
    return kind == "INT96" or (no_logical_type and (converted or "").startswith("TIMESTAMP_"))


def _about_old(file: str, columns: list[str], in_utc: bool) -> str:
    read = "read as UTC, as Spark and Hive write them" if in_utc else "read as local time of the source"
    return f"{file}: moments that do not say whether they have a zone are {read}: {', '.join(columns)}"


# ---------------------------------------------------------------- values


def _as_text(column: str, kind: str, in_utc: bool) -> str:
    """SQL that gives a column's values as text; an empty text is null.

    kind: DuckDB's name of the type; in_utc: its moments are instants though their type does not say so.
    """
    written = f"cast({column} as varchar)"
    if kind == "BLOB":  # text of writers that do not mark it as such; other bytes are shown as \xAA
        written = f"coalesce(try(decode({column})), {written})"
    elif kind in ("FLOAT", "DOUBLE"):  # a whole number whose digits are all known has no decimals
        written = (
            f"case when {column} = trunc({column}) and abs({column}) < {EXACT if kind == 'DOUBLE' else 2**24} "
            f"then cast(cast({column} as hugeint) as varchar) else {written} end"
        )
    elif kind.startswith(("STRUCT", "MAP", "UNION", "VARIANT")) or kind.endswith("]"):
        written = f"cast(to_json({column}) as varchar)"
    elif kind.startswith("TIMESTAMP WITH TIME ZONE") or kind.startswith("TIMESTAMPTZ"):
        written = f"cast({column} at time zone 'UTC' as varchar) || '+00'"
    elif kind.startswith("TIMESTAMP") and in_utc:
        written = f"{written} || '+00'"
    return f"nullif({written}, '')"
