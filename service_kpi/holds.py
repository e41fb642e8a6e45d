"""Holds: what a build says that is too unlike what was published is told, and may keep it from being published.

The models find it (table publishing_holds); here stands what becomes of it.
"""

from __future__ import annotations

import duckdb

from . import warehouse
from .errors import HoldError
from .say import Say, is_chinese
from .settings import HOLD_LIMITS, Settings

LINES = 12  # told of each run; the table has all


def hand_over(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make the build file's table landing.holds say what is looked at: one row a kind, with every limit."""
    limits = ", ".join(f"cast({settings.holds[name]} as double) as {name}" for name in HOLD_LIMITS)
    kinds = ", ".join(f"('{kind}', '{action}')" for kind, action in settings.holds.items() if kind not in HOLD_LIMITS)
    connection.execute(
        f"create or replace table landing.holds as select kind, action, {limits}"
        f" from (values {kinds}) as known (kind, action)"
    )


def judge(settings: Settings, say: Say, force: bool) -> list[str]:
    """Tell what was found and return it as kinds of those that hold, for the record of a forced run.

    Raises HoldError where something holds and `force` is not given.
    """
    column = "sentence_zh" if is_chinese() else "sentence_en"
    connection = warehouse.connect(settings, read_only=True)
    try:
        found = connection.execute(
            f"select kind, action, {column} from ledger.publishing_holds order by action, place"
        ).fetchall()
    finally:
        connection.close()
    for _, action, sentence in found[: LINES - 1]:
        say.note(f"{action}: {sentence}")
    if len(found) >= LINES:
        say.note(f"and {len(found) - LINES + 1} more, in the table publishing_holds.")
    held = sorted({kind for kind, action, _ in found if action == "hold"})
    if held and not force:
        raise HoldError(
            f"held back ({', '.join(held)}): nothing was published, the last published set stands; correct the"
            " exports, or publish all the same with `service-kpi run --force`."
        )
    return held
