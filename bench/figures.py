"""From measured figures to the table that is printed and the JSON that is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# What data/bench/latest.json always holds (None where a part was left out).
KEYS = (
    "requests", "run_wall_s", "run_cpu_s", "peak_mb", "engine_cpu_s", "floor_cpu_s", "wide_pass_cpu_s", "scan_cpu_s",
    "rerun_share", "new_day_share", "business_vs_calendar", "explode_vs_business", "machine", "versions", "revision",
    "date",
)  # fmt: skip
MILLION = 1_000_000


@dataclass(frozen=True)
class Target:
    """A line of the table: what is wanted of a figure. `at`: the number of requests it is wanted at; None for any."""

    what: str
    figure: str
    limit: float | bool
    unit: str = ""
    at: int | None = None

    def is_met(self, measured: float | bool) -> bool:
        if isinstance(self.limit, bool):
            return measured is self.limit
        return measured <= self.limit

    def wanted(self) -> str:
        if isinstance(self.limit, bool):
            return "yes" if self.limit else "no"
        return f"at most {self.limit:g}{self.unit}"


TARGETS = (
    Target("whole run, wall", "run_wall_s", 90, " s", at=MILLION),
    Target("whole run, peak memory", "peak_mb", 2000, " MB", at=MILLION),
    Target("whole run, peak memory", "peak_mb", 8000, " MB", at=10 * MILLION),
    Target("CPU against a run of a tenth of the size", "growth", 11, " x"),
    Target("engine CPU against the floor", "engine_vs_floor", 2, " x"),
    Target("  the floor gives the same rows", "floor_rows_that_differ", 0),
    Target("additive measures against a narrow pass per moment", "additive_vs_narrow", 3, " x", at=10 * MILLION),
    Target("business against calendar time", "business_vs_calendar", 20, " x"),
    Target("business time of two weeks against of an hour", "business_long_vs_short", 1.2, " x"),
    Target("one new day, engine CPU against a full build", "new_day_share", 0.10),
    Target("  it equals a full rebuild", "new_day_rows_that_differ", 0),
    Target("a second run leaves before dbt is imported", "rerun_imports_dbt", False),
    Target("  wall against the first run", "rerun_share", 0.15),
)
SHOWN = (
    ("whole run, CPU s", "run_cpu_s"),
    ("engine CPU of the models, s", "engine_cpu_s"),
    ("engine CPU of the tests, s", "tests_cpu_s"),
    ("floor, CPU s", "floor_cpu_s"),
    ("  of it by hand", "floor_by_hand_cpu_s"),
    ("one wide pass of 30 aggregates, CPU s", "wide_pass_cpu_s"),
    ("one max() over every column, CPU s", "scan_cpu_s"),
    ("additive measures against a narrow pass per moment", "additive_vs_narrow"),
    ("exploding into days against business time", "explode_vs_business"),
    ("as_of a day later without new files, wall against the first", "later_share"),
    ("  CPU against the first", "later_cpu_share"),
)


def ratios(figures: dict) -> dict:
    """What follows from the measured figures: shares and ratios, None where one side of them is missing."""
    narrow, costs = figures.get("narrow") or {}, figures.get("replay") or {}
    additive = sum(costs.get(node, 0.0) for node in narrow)

    def ratio(part: float | None, whole: float | None, digits: int = 2) -> float | None:
        return round(part / whole, digits) if part is not None and whole else None

    return {
        "engine_vs_floor": ratio(figures.get("engine_cpu_s"), figures.get("floor_cpu_s")),
        "rerun_share": ratio(figures.get("rerun_wall_s"), figures.get("run_wall_s"), 3),
        "rerun_cpu_share": ratio(figures.get("rerun_cpu_s"), figures.get("run_cpu_s"), 3),
        "later_share": ratio(figures.get("later_wall_s"), figures.get("run_wall_s"), 3),
        "later_cpu_share": ratio(figures.get("later_cpu_s"), figures.get("run_cpu_s"), 3),
        "new_day_share": ratio(figures.get("new_day_engine_cpu_s"), figures.get("engine_cpu_s"), 3),
        "additive_vs_narrow": ratio(additive, sum(narrow.values())) if costs else None,
    }


def complete(figures: dict) -> dict:
    """The figures with all the keys that latest.json always holds, in their order first."""
    return {key: figures.get(key) for key in KEYS} | figures


def growth(figures: dict, history: Path) -> float | None:
    """CPU of the whole run against the last recorded one of a tenth of the size; None where there is none."""
    if not history.exists():
        return None
    lines = history.read_text(encoding="utf-8").splitlines()
    tenth = [run for run in map(json.loads, lines) if run["requests"] * 10 == figures["requests"]]
    return round(figures["run_cpu_s"] / tenth[-1]["run_cpu_s"], 2) if tenth and tenth[-1]["run_cpu_s"] else None


def table(figures: dict) -> str:
    """The table of targets, what was measured beside it, and the dearest nodes; as text, a line each."""
    rows = [("what", "target", "measured", "")]
    for target in TARGETS:
        if target.at in (None, figures["requests"]) and (measured := figures.get(target.figure)) is not None:
            verdict = "met" if target.is_met(measured) else "NOT MET"
            rows.append((target.what, target.wanted(), _shown(measured, target.unit), verdict))
    rows += [(what, "", _shown(figures[key]), "") for what, key in SHOWN if figures.get(key) is not None]
    return _aligned(rows) + "".join(
        f"\n\n{title}, CPU s\n" + _aligned([(name, _shown(cost)) for name, cost in figures[key].items()])
        for title, key in (("dearest in the build", "dearest"), ("dearest in the floor", "floor_dearest"))
        if figures.get(key)
    )


def _shown(measured: float | bool, unit: str = "") -> str:
    if isinstance(measured, bool):
        return "yes" if measured else "no"
    text = f"{measured:,}" if isinstance(measured, int) else f"{measured:,.3f}".rstrip("0").rstrip(".")
    return text + unit


def _aligned(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    pad: list[Callable] = [str.ljust] + [str.rjust] * (len(widths) - 2) + [str.ljust if len(widths) > 2 else str.rjust]
    lines = ("  ".join(f(text, width) for f, text, width in zip(pad, row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def keep(figures: dict, folder: Path) -> Path:
    """Write latest.json and append to history.jsonl in the bench's folder; returns the place of the first."""
    whole = complete(figures)
    latest = folder / "latest.json"
    latest.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(json.dumps(whole, ensure_ascii=False) + "\n")
    return latest
