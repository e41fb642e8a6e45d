"""Judgements of an index's parts (seed ahp_judgements), checked as a whole: who compared what, and whether that is all.

What a single value may be stands in seeds.py; here is what rows say together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

Row = dict[str, str]
MOST_ITEMS = 10  # as far as the random index of the consistency ratio goes; people lose the thread before


def is_judgement(text: str) -> bool:
    """3, 2.5 or 1/3: from 1/9 to 9."""
    if re.fullmatch(r"1/[2-9]", text, re.ASCII):
        return True
    return re.fullmatch(r"\d(\.\d+)?", text, re.ASCII) is not None and 0.11 <= float(text) <= 9


def mistakes(row: Row, rounds: list[Row], parts: list[Row]) -> Iterator[tuple[str, str]]:
    """Column and what is wrong with a row of ahp_judgements beside all of them and beside index_parts."""
    known = items(row["index_id"], row["parent"], row["valid_from"], parts)
    if not known:
        yield "parent", f"{row['parent']!r} is no part of {row['index_id']} on {row['valid_from']} (index_parts.csv)"
        return
    if len(known) > MOST_ITEMS:
        yield "parent", f"{len(known)} items are too many to compare; group them, {MOST_ITEMS} at most in one part"
        return
    for column in ("item_a", "item_b"):
        if row[column] not in known:
            yield column, f"{row[column]!r} is not one of {', '.join(sorted(known))} (index_parts.csv)"
            return
    if row["item_a"] == row["item_b"]:
        yield "item_b", f"{row['item_b']!r} is compared with itself; leave the row out"
        return
    same = [other for other in rounds if _group(other) == _group(row) and other["judge"] == row["judge"]]
    if sum(_pair(other) == _pair(row) for other in same) > 1:
        yield "item_b", f"{row['judge']} compares {row['item_a']} and {row['item_b']} twice; keep one of the two"
    elif row is same[0]:
        yield from _what_is_missing(row, known, {_pair(other) for other in same}, parts, rounds)


def items(index_id: str, parent: str, day: str, parts: list[Row]) -> set[str]:
    """What is compared under a parent: the parts of the index in force on a day, or the KPIs of one of them."""
    versions = {part["valid_from"] for part in parts if part["index_id"] == index_id and part["valid_from"] <= day}
    in_force = [
        part for part in parts if part["index_id"] == index_id and part["valid_from"] == max(versions, default="")
    ]
    if parent == "*":
        return {part["part"] for part in in_force}
    return {part["kpi_id"] for part in in_force if part["part"] == parent}


def _what_is_missing(
    row: Row, known: set[str], compared: set[frozenset[str]], parts: list[Row], rounds: list[Row]
) -> Iterator[tuple[str, str]]:
    for a, b in combinations(sorted(known), 2):
        if frozenset((a, b)) not in compared:
            yield "judge", f"{row['judge']} has not compared {a} with {b}; add the row"
            return
    index_id = row["index_id"]
    next_round = min(
        (
            other["valid_from"]
            for other in rounds
            if other["index_id"] == index_id and other["valid_from"] > row["valid_from"]
        ),
        default="9999-12-31",
    )
    for day in sorted({part["valid_from"] for part in parts if part["index_id"] == index_id}):
        if row["valid_from"] < day < next_round and items(index_id, row["parent"], day, parts) != known:
            yield "valid_from", f"from {day} index_parts.csv has other parts; judge them anew from that day"
            return


def _group(row: Row) -> tuple[str, ...]:
    return row["index_id"], row["valid_from"], row["parent"]


def _pair(row: Row) -> frozenset[str]:
    return frozenset((row["item_a"], row["item_b"]))
