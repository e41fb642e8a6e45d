"""What a run says of its indices: those held because the judgements behind them contradict each other."""

from __future__ import annotations

import duckdb

from . import warehouse
from .say import Say, is_chinese
from .settings import Settings


def note_held(settings: Settings, say: Say) -> None:
    """A line for each index and round of judgements that is held: how far it contradicts itself, and where to look."""
    connection = warehouse.connect(settings, read_only=True)
    try:
        for line in held(connection, is_chinese()):
            say.note(line)
    finally:
        connection.close()


def held(connection: duckdb.DuckDBPyConnection, chinese: bool = False) -> list[str]:
    """Those lines, one for each group of comparisons that contradicts itself."""
    rows = connection.execute(
        """
        select distinct index_id, valid_from, parent, consistency_ratio, culprit_a, culprit_b, culprit_judge,
            culprit_judgement, culprit_implied
        from scorecards.ahp_weights
        where culprit_a is not null
        order by all
        """
    ).fetchall()
    return [_zh(*row) if chinese else _en(*row) for row in rows]


def _en(index, valid_from, parent, ratio, a, b, judge, said, implied) -> str:
    within = "" if parent == "*" else f" within {parent}"
    return (
        f"{index} is held from {valid_from}: the judgements{within} contradict each other (consistency ratio"
        f" {ratio:.2f}, at most 0.10). Look first at {a} against {b}: judged {said:.2g} times as important, the other"
        f" comparisons say {implied:.2g}; furthest off is {judge}. Correct ahp_judgements.csv."
    )


def _zh(index, valid_from, parent, ratio, a, b, judge, said, implied) -> str:
    within = "" if parent == "*" else f"（{parent} 之内）"
    return (
        f"{index} 自 {valid_from} 起暂停：两两比较{within}自相矛盾（一致性比例 {ratio:.2f}，上限 0.10）。"
        f"先复核 {a} 与 {b}：评为 {said:.2g} 倍，其余比较推出 {implied:.2g} 倍；"
        f"相差最大的评委是 {judge}。请修改 ahp_judgements.csv。"
    )
