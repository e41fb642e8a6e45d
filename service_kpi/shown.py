"""How figures, dates and statuses are written, in English and in Chinese: for the terminal and for the report."""

from __future__ import annotations

import re
from datetime import date

NOTHING = "-"
# What a spreadsheet takes for the beginning of a formula, full-width signs too; a negative number is none.
FORMULA = re.compile(r"(?!-[0-9]+([.][0-9]+)?\Z)[=+\-@\t\r\n＝＋－＠]")
STATUS = {
    "met": ("met", "达标"),
    "near": ("near", "接近"),
    "missed": ("missed", "未达标"),
    "in_progress": ("in progress", "进行中"),
    "no_target": ("no target", "无目标"),
    "small_sample": ("small sample", "样本少"),
    "no_data": ("no data", "无数据"),
}


def figure(value: float | None, unit: str, chinese: bool = False) -> str:
    """A value as people read it: 81.1 %, 3 min 45 s, 1,234; 81.1%, 3 分 45 秒. `-` where there is none."""
    if value is None:
        return NOTHING
    if unit == "percent":
        return _signed(f"{value * 100:,.1f}") + ("%" if chinese else " %")
    if unit == "duration":
        return _duration(value, chinese)
    if unit == "count":
        return _signed(f"{value:,.0f}")
    if unit in ("score", "points"):
        return _signed(f"{value:,.1f}") + (" 分" if chinese else " points")
    return _signed(f"{value:,.2f}")


def difference(value: float | None, unit: str, chinese: bool = False) -> str:
    """How far two values are apart, without a sign. Percentages differ by percentage points: 3.6 pp, 3.6 个百分点."""
    if value is not None and unit == "percent":
        return f"{abs(value) * 100:,.1f}" + (" 个百分点" if chinese else " pp")
    if value is not None and unit == "duration" and 0 < abs(value) < 1:
        return f"{abs(value):.1f}" + (" 秒" if chinese else " s")
    return figure(None if value is None else abs(value), unit, chinese)


def status_word(status: str, chinese: bool = False) -> str:
    """A status of the closed vocabulary in words."""
    return STATUS[status][chinese]


def month(day: date, chinese: bool = False) -> str:
    """June 2025, 2025 年 6 月."""
    return f"{day.year} 年 {day.month} 月" if chinese else f"{day:%B} {day.year}"


def period(day: date, grain: str, chinese: bool = False) -> str:
    """June 2025, or of a quarter: quarter 2 of 2025, 2025 年第 2 季度."""
    if grain == "month":
        return month(day, chinese)
    quarter = (day.month + 2) // 3
    return f"{day.year} 年第 {quarter} 季度" if chinese else f"quarter {quarter} of {day.year}"


def full_date(day: date, chinese: bool = False) -> str:
    """30 June 2025, 2025 年 6 月 30 日."""
    return f"{month(day, True)} {day.day} 日" if chinese else f"{day.day} {month(day)}"


def _duration(seconds: float, chinese: bool) -> str:
    minutes, rest = divmod(round(abs(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    hour, minute, second = ("小时", "分", "秒") if chinese else ("h", "min", "s")
    parts = [(hours, hour), (minutes, minute)] if hours else [(minutes, minute), (rest, second)]
    text = " ".join(f"{number:,} {unit}" for number, unit in parts if number) or f"0 {second}"
    return f"−{text}" if round(seconds) < 0 else text


def _signed(number: str) -> str:
    """A real minus, and none before a zero."""
    return number.replace("-", "−" if number.strip("-0.,") else "")


def harmless(cell: object) -> str:
    """A cell that a spreadsheet shows and does not run: an apostrophe before what would begin a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and FORMULA.match(text) else text
