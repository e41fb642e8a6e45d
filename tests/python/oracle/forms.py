"""Numbers, moments and durations in their declared forms, read a second time: token by token and by strptime, no SQL
and no pattern of the project's."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product

WIDE = dict(zip("０１２３４５６７８９．，％（）－−＋：／￥", "0123456789.,%()--+:/¥", strict=True)) | dict.fromkeys(
    "　\u00a0\u202f", " "
)
CURRENCIES = "¥$€£元"
UNITS = {"万亿": 12, "亿": 8, "万": 4}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_form(text: str, form: str) -> float | tuple[datetime, bool] | None:
    """A number, the seconds of a duration, or a local moment and whether it has a clock; None: it has not the form."""
    text = "".join(WIDE.get(letter, letter) for letter in text).strip(" \t\r\n").lower()
    if "234" in form:
        return _number(text, form)
    if form in ("h:mm:ss", "h:mm", "m:ss", "h时m分s秒"):
        return _duration(text, form)
    return _serial(text, form) if form.startswith("serial") else _moment(text, form)


# ---------------------------------------------------------------- numbers


def _number(text: str, form: str) -> float | None:
    in_brackets = "(" in form and text[:1] == "(" and text[-1:] == ")"
    tokens = _tokens(text[1:-1] if in_brackets else text)
    shape = "".join(kind for kind, _ in tokens)
    signs = [""] if in_brackets else ["", "s"]
    units = ["%", " %"] if "%" in form else ["", "u", " u"] if "万" in form else [""]
    currency = next((sign for sign in CURRENCIES if sign in form), None)
    allowed = {f"{sign}n{unit}" for sign, unit in product(signs, units)}
    if currency:
        allowed |= {f"{s}c{b}n{u}" for s, b, u in product(signs, ["", " "], units)}
        allowed |= {f"c{b}{s}n{u}" for s, b, u in product(signs, ["", " "], units)}
        allowed |= {f"{s}n{u}{b}c" for s, b, u in product(signs, ["", " "], units)}
    if shape not in allowed or any(kind == "c" and token != currency for kind, token in tokens):
        return None
    found = dict(tokens)
    number = _plain(found["n"], form)
    if number is None:
        return None
    exponent = -2 if "%" in found else UNITS.get(found.get("u", ""), 0)
    negative = in_brackets or found.get("s") == "-"
    return float(number.scaleb(exponent) * (-1 if negative else 1))


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text): n digits with marks, u unit, c currency, s sign, else the letter itself."""
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter in "0123456789":
            end = place
            while end < len(text) and text[end] in "0123456789.,":
                end += 1
            tokens.append(("n", text[place:end]))
            place = end
            continue
        unit = next((unit for unit in UNITS if text.startswith(unit, place)), None)
        kind = "u" if unit else "c" if letter in CURRENCIES else "s" if letter in "+-" else letter
        tokens.append((kind, unit or letter))
        place += len(unit or letter)
    return tokens


def _plain(digits: str, form: str) -> Decimal | None:
    point = "," if "1.234,56" in form else "."
    group = {"1.234,56": ".", "1,234.56": ","}.get(next((s for s in ("1.234,56", "1,234.56") if s in form), ""))
    whole, mark, fraction = digits.partition(point)
    if (mark and not fraction.isdigit()) or not whole:
        return None
    groups = whole.split(group) if group else [whole]
    if not all(part.isdigit() for part in groups):
        return None
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(part) != 3 for part in groups[1:])):
        return None
    return Decimal("".join(groups) + "." + (fraction or "0"))


# ---------------------------------------------------------------- durations


def _duration(text: str, form: str) -> float | None:
    if form == "h时m分s秒":
        return _duration_in_words(text)
    parts = text.split(":")
    weights = {"h:mm:ss": [3600, 60, 1], "h:mm": [3600, 60], "m:ss": [60, 1]}[form]
    if len(parts) != len(weights):
        return None
    first, *rest = parts
    if not first.isdigit():
        return None
    seconds = Decimal(int(first) * weights[0])
    for place, (part, weight) in enumerate(zip(rest, weights[1:], strict=True)):
        whole, mark, fraction = part.partition(".")
        may_break = weight == 1 and place == len(rest) - 1
        if (
            len(whole) != 2
            or not whole.isdigit()
            or int(whole) > 59
            or (mark and not (may_break and fraction.isdigit()))
        ):
            return None
        seconds += Decimal(part) * weight
    return float(seconds)


def _duration_in_words(text: str) -> float | None:
    text = text.replace("小时", "时").replace("分钟", "分")
    seconds, is_first = Decimal(0), True
    for word, weight in (("时", 3600), ("分", 60), ("秒", 1)):
        if word not in text:
            continue
        part, text = text.split(word, 1)
        whole, mark, fraction = part.partition(".")
        if not whole.isdigit() or (mark and (weight != 1 or not fraction.isdigit())):
            return None
        if not is_first and (int(whole) > 59 or len(whole) > 2):
            return None
        seconds += Decimal(part) * weight
        is_first = False
    return None if text or is_first else float(seconds)


# ---------------------------------------------------------------- moments


def _serial(text: str, form: str) -> tuple[datetime, bool] | None:
    whole, mark, fraction = text.partition(".")
    if not (whole.isdigit() and len(whole) <= 5) or (mark and not fraction.isdigit()):
        return None
    zero = datetime(1904, 1, 1) if form == "serial1904" else datetime(1899, 12, 30)
    moment = zero + timedelta(days=int(whole))
    if moment < (datetime(1904, 1, 1) if form == "serial1904" else datetime(1900, 3, 1)) or moment.year > 2099:
        return None
    return (moment + timedelta(seconds=round(float(f"0.{fraction}") * 86400)), True) if mark else (moment, False)


def _moment(text: str, form: str) -> tuple[datetime, bool] | None:
    order, half_days = form.removesuffix(" 12h"), form.endswith(" 12h")
    for length in range(len(text), 5, -1):  # the longest date that leaves a clock, or nothing
        day = _day(text[:length], order)
        if day is None:
            continue
        rest = text[length:]
        if not rest:
            return day, False
        if order == "ymd" and not half_days and len(rest) == 6 and rest.isdigit():
            rest = f" {rest[:2]}:{rest[2:4]}:{rest[4:]}" if rest[:2] != "24" else "x"
        if rest[0] not in " t" and "日" not in order:
            continue
        clock = _clock(rest[1:] if rest[0] == "t" and "日" not in order else rest.lstrip(" "), half_days)
        if clock is not None:
            return day + clock, True
    return None


def _day(text: str, order: str) -> datetime | None:
    """A day written in this order; a two-digit year is of 1969 to 2068."""
    if order == "ymd":
        return _calendar(text[:4], text[4:6], text[6:]) if len(text) == 8 else None
    if order == "y年m月d日":
        year, _, rest = text.partition("年")
        month, _, day = rest.partition("月")
        if day[-1:] not in ("日", "号"):
            return None
        month, day = (part.removeprefix(" ").removesuffix(" ") for part in (month, day[:-1]))
        return _calendar(year.removesuffix(" "), month, day)
    signs = [letter for letter in text if not letter.isalnum()]
    if len(signs) != 2 or signs[0] != signs[1] or signs[0] not in ("-/ " if "mon" in order else "-/."):
        return None
    letters = order.replace("-", "/").split("/")
    parts = dict(zip(letters, text.split(signs[0]), strict=True))
    year = parts.get("y") or parts.get("yy", "")
    if len(year) != (2 if "yy" in parts else 4):
        return None
    if "yy" in parts and year.isdigit():
        year = str(int(year) + (1900 if int(year) >= 69 else 2000))
    if "mon" in parts:
        return _calendar(year, _month_named(parts["mon"]), parts["d"])
    return _calendar(year, parts["m"], parts["d"])


def _month_named(name: str) -> str:
    for number in range(1, 13):
        full = datetime(2000, number, 1).strftime("%B").lower()
        if name in (MONTHS[number - 1], full) or (number == 9 and name == "sept"):
            return str(number)
    return ""


def _calendar(year: str, month: str, day: str) -> datetime | None:
    if not all(part.isascii() and part.isdigit() for part in (year, month, day)) or len(year) != 4:
        return None
    if len(month) > 2 or len(day) > 2:
        return None
    try:
        return datetime(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(text: str, half_days: bool) -> timedelta | None:
    half = None
    if half_days:
        for word in ("上午", "下午", "am", "pm"):
            if text.startswith(word):
                half, text = word, text.removeprefix(word).removeprefix(" ")
                break
            if word in ("am", "pm") and text.endswith(word):
                half, text = word, text.removesuffix(word).removesuffix(" ")
                break
        if half is None:
            return None
    clock = _clock_of_words(text) if any(word in text for word in "时点") else _clock_of_colons(text)
    if clock is None:
        return None
    hour, minute, second = clock
    if half_days:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in ("下午", "pm") else 0)
    elif (hour > 23 and (hour, minute, second) != (24, 0, 0)) or (hour == 24 and (":" not in text or "." in text)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=float(second))


def _clock_of_colons(text: str) -> tuple[int, int, Decimal] | None:
    hour, *rest = text.split(":")
    if not rest or len(rest) > 2 or not 1 <= len(hour) <= 2 or not hour.isdigit():
        return None
    whole, mark, fraction = rest[-1].partition(".") if len(rest) == 2 else ("00", "", "")
    if mark and not (fraction.isdigit() and len(fraction) <= 6):
        return None
    if not all(len(part) == 2 and part.isdigit() and int(part) < 60 for part in (rest[0], whole)):
        return None
    return int(hour), int(rest[0]), Decimal(f"{whole}.{fraction or 0}")


def _clock_of_words(text: str) -> tuple[int, int, Decimal] | None:
    mark = "时" if "时" in text else "点"
    hour, rest = text.split(mark, 1)
    minute, seconds = rest.split("分", 1) if "分" in rest else ("0", rest)
    if "分" not in rest and rest:
        return None
    if seconds and not seconds.endswith("秒"):
        return None
    parts = hour, minute, seconds.removesuffix("秒") if seconds else "0"
    if not all(1 <= len(part) <= 2 and part.isdigit() for part in parts) or int(parts[1]) > 59 or int(parts[2]) > 59:
        return None
    return int(hour), int(minute), Decimal(parts[2])
