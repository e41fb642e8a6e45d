"""The forms in which a source may write numbers, dates and durations: which there are, and which column has which.

What a form reads is SQL, in macros/contract/declared_forms.sql; docs/landing.md tells it in words.
"""

from __future__ import annotations

import re

from .contract import Table
from .errors import UserError

DATE_ORDERS = ("y/m/d", "y/d/m", "d/m/y", "m/d/y", "yy/m/d", "yy/d/m", "d/m/yy", "m/d/yy")
DATES = (*DATE_ORDERS, "ymd", "d-mon-y", "d-mon-yy", "y年m月d日")
SERIALS = ("serial", "serial1904")
DURATIONS = ("h:mm:ss", "h:mm", "m:ss", "h时m分s秒")
AS_THE_CONTRACT = "iso"
NUMBER = re.compile(r"(\()?[¥$€£]?(1234\.56|1,234\.56|1\.234,56)(%|万?元?)(?(1)\))")
KNOWN = (
    f"numbers as 1234.56, 1,234.56 or 1.234,56, with ¥ $ € £ before, % 万 元 after or in ( ); dates as"
    f" {', '.join(DATES)}, each also with ` 12h`; {', '.join(SERIALS)}; durations as {', '.join(DURATIONS)};"
    f" {AS_THE_CONTRACT}"
)
# The types of the contract that a kind of form may be declared for.
TYPES = {"number": ("number", "integer"), "moment": ("timestamp", "date"), "duration": ("number", "integer")}


def kind_of(form: str) -> str | None:
    """number, moment or duration; None where there is no such form."""
    if NUMBER.fullmatch(form):
        return "number"
    if form in DURATIONS:
        return "duration"
    return "moment" if form in SERIALS or form.removesuffix(" 12h") in (*DATES, AS_THE_CONTRACT) else None


def groups_by_points(form: str) -> bool:
    """Whether it writes a thousand as 1.000: where numbers are no text, their point is another."""
    return "1.234," in form


def forms_of(tables: dict[str, Table], written: dict, where: str) -> dict[str, dict[str, str]]:
    """Table -> column -> form, of the columns that have one.

    written: `dates` and `numbers` for all columns of those types, and `<table>: {<column>: <form>}`, which go before
        what the source's own YAML says of the column, and that before `dates` and `numbers`.
    Raises UserError: an unknown table, column or form, or one that does not fit the column's type.
    """
    defaults = {"moment": written.get("dates"), "number": written.get("numbers")}
    for kind, form in defaults.items():
        if form is not None and kind_of(_text(form)) != kind:
            what = "dates" if kind == "moment" else "numbers"
            raise UserError(f"{where}: {what}: {form} is no form of theirs; known: {KNOWN}.")
    for table, columns in written.items():
        if table in ("dates", "numbers"):
            continue
        if table not in tables:
            raise UserError(f"{where}: {table} is no table of the source; known: dates, numbers, {', '.join(tables)}.")
        if not isinstance(columns, dict):
            raise UserError(f"{where}: {table}: expected `column: form` lines, not {columns!r}.")
        for column in columns:
            if column not in tables[table].columns:
                raise UserError(f"{where}: {table}: {column} is no column; known: {', '.join(tables[table].columns)}.")
    chosen = {name: _forms_of_table(table, written.get(name, {}), defaults, where) for name, table in tables.items()}
    return {name: forms for name, forms in chosen.items() if forms}


def _forms_of_table(table: Table, written: dict, defaults: dict[str, str | None], where: str) -> dict[str, str]:
    forms = {}
    for column in table.columns:
        type_ = table.types.get(column)
        default = next((defaults[kind] for kind in defaults if type_ in TYPES[kind]), None)
        form = written.get(column, table.forms.get(column, default))
        if form is None or (form := _text(form)) == AS_THE_CONTRACT:
            continue
        kind = kind_of(form)
        if kind is None:
            raise UserError(f"{where}: {table.name}: {column}: {form} is no form; known: {KNOWN}.")
        if type_ is not None and type_ not in TYPES[kind]:
            raise UserError(f"{where}: {table.name}: {column} is of type {type_}, which is not written as {form}.")
        forms[column] = form
    return forms


def _text(form: object) -> str:
    """A form as a text: YAML takes 1234.56 for a number, and ￥ is the same sign as ¥."""
    return str(form).replace("￥", "¥")
