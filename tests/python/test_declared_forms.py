"""Numbers, dates and durations as people write them: the SQL of each declared form against a second reading."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from types import SimpleNamespace

import duckdb
import jinja2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle.forms import read_form

from service_kpi import settings as company
from service_kpi.build import dbt_vars
from service_kpi.contract import PROJECT, Table
from service_kpi.errors import UserError
from service_kpi.forms import DATES, DURATIONS, SERIALS, forms_of, kind_of

NUMBERS = (
    "1234.56", "1,234.56", "1.234,56", "1234.56%", "1,234.56%", "1.234,56%", "1234.56万", "1,234.56万", "1234.56元",
    "1234.56万元", "¥1,234.56", "$1,234.56", "€1.234,56", "£1234.56万", "(1,234.56)", "(¥1,234.56)", "(€1.234,56)",
)  # fmt: skip
FILES = ("contract/declared_forms.sql", "contract/trim_columns.sql", "contract/read_numbers.sql", "clocks/to_utc.sql")
MOMENTS = (*DATES, *(f"{order} 12h" for order in DATES))
FORMS = (*NUMBERS, *MOMENTS, *SERIALS, *DURATIONS)


def macros(forms: dict | None = None, engine: str = "default") -> jinja2.environment.TemplateModule:
    """The macros that read values, as dbt would render them for an engine and a company's forms."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    found: dict = {}

    def dispatch(name: str):
        return found.get(f"{engine}__{name}") or found[f"default__{name}"]

    names = ("id", "paid", "list")
    sales = SimpleNamespace(source_name="shop", name="sales", columns={name: {"name": name} for name in names})
    template = environment.from_string(
        "\n".join((PROJECT / "macros" / file).read_text(encoding="utf-8") for file in FILES),
        globals={
            "adapter": SimpleNamespace(dispatch=dispatch, quote=lambda name: f'"{name}"'),
            "return": lambda value: value,
            "dbt": SimpleNamespace(type_string=lambda: "string"),
            "execute": True,
            "var": {"source_forms": forms or {}}.get,
            "source": lambda source_name, table: table,
            "graph": SimpleNamespace(sources={"shop.sales": sales}),
        },
    )
    module = template.module
    found |= vars(module)
    return module


plain_macros = cache(macros)


@cache
def reading(form: str) -> str:
    """A query that reads a list of texts in a form: what the contract then reads of the rewritten text."""
    sql = plain_macros()
    read = {
        "number": sql.to_number("plain"),
        "duration": sql.to_number("plain"),
        "moment": f"[{sql.wall_clock('plain')}::varchar, length(plain)::varchar]",
    }[kind_of(form)]
    return f"""
        select text, plain, {read} as value
        from (
            select text, {sql.rewritten("folded", form)} as plain
            from (select text, {sql.folded("text")} as folded from (select unnest(?::varchar[]) as text))
        )
    """


def read(texts: list[str], form: str) -> list:
    """Each text as the SQL reads it: a number, or a local moment and whether it has a clock."""
    rows = duckdb.execute(reading(form), [texts]).fetchall()
    if kind_of(form) != "moment":
        return [value for _, _, value in rows]
    return [
        (datetime.fromisoformat(value[0]), int(value[1]) > 10) if plain is not None and value[0] else None
        for _, plain, value in rows
    ]


# ---------------------------------------------------------------- each form, with twins that look right


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("1,234.56", "1,234.56", 1234.56),
        ("1,234.56", "1234.56", 1234.56),
        ("1,234.56", "-1,234,567", -1234567),
        ("1,234.56", "1.234,56", None),
        ("1,234.56", "1,23", None),
        ("1,234.56", "12,34,567", None),
        ("1,234.56", "1,234.", None),
        ("1,234.56", "(120)", None),
        ("1,234.56", "12%", None),
        ("1,234.56", "nan", None),
        ("1.234,56", "1.234,56", 1234.56),
        ("1.234,56", "1.234", 1234),
        ("1.234,56", "0,5", 0.5),
        ("1.234,56", "1234.5", None),
        ("1.234,56", "1,234.56", None),
        ("1234.56", "１２３４．５", 1234.5),
        ("1234.56", "1,234", None),
        ("1234.56%", "12%", 0.12),
        ("1234.56%", "１２.５％", 0.125),
        ("1234.56%", "12", None),
        ("1234.56%", "12‰", None),
        ("1234.56万", "3.5万", 35000),
        ("1234.56万", "1.2亿", 120_000_000),
        ("1234.56万", "8000", 8000),
        ("1234.56万", "3.5千", None),
        ("1,234.56", "3.5万", None),
        ("¥1,234.56", "¥1,200", 1200),
        ("¥1,234.56", "￥1,200.50", 1200.5),
        ("¥1,234.56", "-¥1,200", -1200),
        ("¥1,234.56", "1,200", 1200),
        ("¥1,234.56", "$1,200", None),
        ("¥1,234.56", "¥1,20", None),
        ("1,234.56", "¥1,200", None),
        ("€1.234,56", "1.200,50 €", 1200.5),
        ("(1,234.56)", "(120)", -120),
        ("(1,234.56)", "-120", -120),
        ("(1,234.56)", "(-120)", None),
        ("(1,234.56)", "(120", None),
        ("h:mm:ss", "0:03:45", 225),
        ("h:mm:ss", "25:00:00", 90000),
        ("h:mm:ss", "3:45", None),
        ("h:mm:ss", "0:75:00", None),
        ("h:mm:ss", "-0:03:45", None),
        ("m:ss", "3:45", 225),
        ("m:ss", "0:03:45", None),
        ("h:mm", "3:45", 13500),
        ("h时m分s秒", "3分20秒", 200),
        ("h时m分s秒", "1小时3分钟", 3780),
        ("h时m分s秒", "20秒3分", None),
        ("h时m分s秒", "3分20", None),
    ],
)
def test_a_number_in_its_form(form, text, value):
    assert read([text], form) == [value]
    assert read_form(text, form) == value


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("d/m/y", "05/06/2025", "2025-06-05"),
        ("m/d/y", "05/06/2025", "2025-05-06"),
        ("d/m/y", "06/13/2025", None),
        ("m/d/y", "13/06/2025", None),
        ("d/m/y", "31/02/2025", None),
        ("d/m/y", "2025-06-05", None),
        ("d/m/y", "05/06/25", None),
        ("d/m/y", "05/06-2025", None),
        ("d/m/y", "05-06/2025", None),
        ("d/m/y", "5.6.2025 9:03", "2025-06-05 09:03:00"),
        ("d/m/y", "05/06/2025 9:03 PM", None),
        ("d/m/y 12h", "05/06/2025 9:03 PM", "2025-06-05 21:03:00"),
        ("d/m/y 12h", "05/06/2025 12:30 AM", "2025-06-05 00:30:00"),
        ("d/m/y 12h", "05/06/2025 13:03 PM", None),
        ("d/m/y 12h", "05/06/2025 9:03", None),
        ("y/d/m", "2025/13/06", "2025-06-13"),
        ("y/m/d", "2025/13/06", None),
        ("d/m/yy", "05/06/25", "2025-06-05"),
        ("m/d/yy", "05/06/99", "1999-05-06"),
        ("m/d/yy", "05/06/69", "1969-05-06"),
        ("m/d/yy", "05/06/68", "2068-05-06"),
        ("yy/m/d", "25-06-05", "2025-06-05"),
        ("yy/d/m", "25-06-05", "2025-05-06"),
        ("d/m/yy", "05/06/2025", None),
        ("ymd", "20250605", "2025-06-05"),
        ("ymd", "20250605090300", "2025-06-05 09:03:00"),
        ("ymd", "20251305", None),
        ("ymd", "2025605", None),
        ("d-mon-y", "26-Aug-2023", "2023-08-26"),
        ("d-mon-yy", "26-Aug-23", "2023-08-26"),
        ("d-mon-y", "26-Agu-2023", None),
        ("y年m月d日", "2024年5月1日", "2024-05-01"),
        ("y年m月d日", "2024年5月1日9时3分", "2024-05-01 09:03:00"),
        ("y年m月d日 12h", "2024年5月1日 上午9:03", "2024-05-01 09:03:00"),
        ("y年m月d日 12h", "２０２４年５月１日　下午９：０３", "2024-05-01 21:03:00"),
        ("y年m月d日 12h", "2024年5月1日 9:03", None),
        ("y年m月d日", "2024年5月1日 上午9:03", None),
        ("y年m月d日", "2024年13月1日", None),
        ("y/m/d", "2024/5/1 24:00", "2024-05-02 00:00:00"),
        ("y/m/d", "2024/5/1 24:01", None),
        ("serial", "45413", "2024-05-01"),
        ("serial", "45413.37708", "2024-05-01 09:03:00"),
        ("serial", "45413.999999", "2024-05-02 00:00:00"),
        ("serial", "60", None),
        ("serial", "20240501", None),
        ("serial", "2024-05-01", None),
        ("serial1904", "43951", "2024-05-01"),
    ],
)  # fmt: skip
def test_a_moment_in_its_form(form, text, value):
    wanted = None if value is None else (datetime.fromisoformat(value), len(value) > 10)
    assert read([text], form) == [wanted]
    assert read_form(text, form) == wanted


# ---------------------------------------------------------------- many values, against the second reading

WRITTEN = "0123456789.,:/- %()+¥$€£元万亿年月日时分秒上午下午amptz"
ANYTHING = st.text(st.sampled_from(WRITTEN), max_size=14)


@st.composite
def written(draw, form: str) -> str:
    """A text in the form or of some other; now and then with a letter too many, too few or another."""
    of = form if draw(st.booleans()) else draw(st.sampled_from(FORMS))
    kind = kind_of(of)
    text = draw({"number": number_in, "duration": duration_in, "moment": moment_in}[kind](of))
    if draw(st.integers(0, 3)) == 0 and text:
        place = draw(st.integers(0, len(text) - 1))
        text = text[:place] + draw(st.sampled_from(["", *WRITTEN])) + text[place + draw(st.integers(0, 1)) :]
    if draw(st.integers(0, 7)) == 0:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return text


@st.composite
def number_in(draw, form: str) -> str:
    text = f"{draw(st.integers(0, 10 ** draw(st.integers(1, 9)))):,}"
    if draw(st.booleans()):
        text += "." + draw(st.text("0123456789", min_size=1, max_size=4))
    if "1.234,56" in form:
        text = text.translate(str.maketrans(",.", ".,"))
    elif "1234.56" in form or draw(st.integers(0, 2)) == 0:
        text = text.replace(",", "")
    text += "%" if "%" in form else draw(st.sampled_from(["", "万", "亿", "万亿"])) if "万" in form else ""
    sign = next((sign for sign in "¥$€£元" if sign in form), "")
    text = draw(st.sampled_from([f"{sign}{text}", f"{text}{sign}", f"{sign} {text}", f"{text} {sign}", text]))
    return draw(st.sampled_from([text, f"-{text}", f"({text})"]))


@st.composite
def duration_in(draw, form: str) -> str:
    hours, minutes, seconds = draw(st.integers(0, 120)), draw(st.integers(0, 70)), draw(st.integers(0, 70))
    part = draw(st.sampled_from(["", ".5", ".25"]))
    return {
        "h:mm:ss": f"{hours}:{minutes:02}:{seconds:02}{part}",
        "h:mm": f"{hours}:{minutes:02}",
        "m:ss": f"{minutes}:{seconds:02}{part}",
        "h时m分s秒": draw(st.sampled_from(["", f"{hours}小时", f"{hours}时"]))
        + draw(st.sampled_from(["", f"{minutes}分", f"{minutes}分钟"]))
        + draw(st.sampled_from(["", f"{seconds}{part}秒"])),
    }[form]


@st.composite
def moment_in(draw, form: str) -> str:
    if form.startswith("serial"):
        return f"{draw(st.integers(0, 99_999))}{draw(st.sampled_from(['', '.5', '.25', '.37708', '.99999', '.0']))}"
    moment = draw(st.datetimes(datetime(1965, 1, 1), datetime(2101, 1, 1)))
    order = form.removesuffix(" 12h")
    mark = draw(st.sampled_from("/-."))
    pad = draw(st.booleans())
    parts = {
        "y": f"{moment.year}", "yy": f"{moment.year % 100:02}", "mon": moment.strftime("%b"),
        "m": f"{moment.month:02}" if pad else f"{moment.month}", "d": f"{moment.day:02}" if pad else f"{moment.day}",
    }  # fmt: skip
    if order == "ymd":
        day = moment.strftime("%Y%m%d")
    elif "年" in order:
        day = f"{parts['y']}年{parts['m']}月{parts['d']}日"
    else:
        day = mark.join(parts[part] for part in order.replace("-", "/").split("/"))
    hour = draw(st.sampled_from([moment.hour, moment.hour % 12 or 12, 24]))
    clocks = (
        "",
        f"{hour}:{moment.minute:02}",
        f"{hour:02}:{moment.minute:02}:{moment.second:02}",
        f"{hour}:00:00.125",
        f"{hour}时{moment.minute}分",
        f"{hour}点{moment.minute}分{moment.second}秒",
        f"{hour:02}{moment.minute:02}{moment.second:02}",
    )
    clock = draw(st.sampled_from(clocks))
    if clock and (form.endswith("12h") or draw(st.integers(0, 5)) == 0):
        clock = draw(st.sampled_from([f"上午{clock}", f"下午{clock}", f"{clock} AM", f"{clock}pm"]))
    return day + (draw(st.sampled_from([" ", "T", "", "  "])) if clock else "") + clock


@pytest.mark.parametrize("form", FORMS)
def test_sql_and_second_reading_agree(form):
    @settings(max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
    @given(texts=st.lists(written(form) | ANYTHING, min_size=40, max_size=60))
    def agree(texts):
        for text, ours in zip(texts, read(texts, form), strict=True):
            assert ours == read_form(text, form), f"{text!r} as {form}"

    agree()


# ---------------------------------------------------------------- which column has which form

PARTS = Table(
    "parts",
    ("part_id", "made_at", "sold_on", "price", "count", "seconds"),
    ("part_id",),
    types={"part_id": "text", "made_at": "timestamp", "sold_on": "date", "price": "number", "count": "integer"},
    forms={"sold_on": "ymd"},
)


def test_a_column_before_its_yaml_before_the_source():
    written = {"dates": "d/m/y", "numbers": 1234.56, "parts": {"price": "￥1,234.56", "seconds": "m:ss"}}
    assert forms_of({"parts": PARTS}, written, "here") == {
        "parts": {"made_at": "d/m/y", "sold_on": "ymd", "price": "¥1,234.56", "count": "1234.56", "seconds": "m:ss"}
    }
    assert forms_of({"parts": PARTS}, {"parts": {"sold_on": "iso"}}, "here") == {}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"dates": "dd/mm/yyyy"}, ["dates: dd/mm/yyyy", "d/m/y"]),
        ({"dates": "1,234.56"}, ["dates: 1,234.56"]),
        ({"numbers": "d/m/y"}, ["numbers: d/m/y"]),
        ({"numbers": "m:ss"}, ["numbers: m:ss"]),
        ({"part": {"price": "1,234.56"}}, ["part is no table", "parts"]),
        ({"parts": {"prize": "1,234.56"}}, ["prize is no column", "price"]),
        ({"parts": {"price": "1.234.56"}}, ["parts: price: 1.234.56 is no form"]),
        ({"parts": {"price": "(1,234.56"}}, ["(1,234.56 is no form"]),
        ({"parts": {"price": "d/m/y"}}, ["price is of type number"]),
        ({"parts": {"made_at": "h:mm"}}, ["made_at is of type timestamp"]),
        ({"parts": {"part_id": "1,234.56"}}, ["part_id is of type text"]),
        ({"parts": "d/m/y"}, ["parts: expected `column: form` lines"]),
        ({"parts": {"sold_on": ["d/m/y", "m/d/y"]}}, ["is no form"]),
    ],
)
def test_a_form_that_makes_no_sense_is_one_line(written, words):
    with pytest.raises(UserError) as told:
        forms_of({"parts": PARTS}, written, "settings.yml: sources: own: forms")
    message = str(told.value)
    assert message.startswith("settings.yml: sources: own: forms: ") and "\n" not in message
    assert all(word in message for word in words), message


def test_forms_come_from_the_yaml_of_a_source_and_from_the_settings(tmp_path):
    (tmp_path / "exports").mkdir()
    own = tmp_path / "models" / "staging" / "shop"
    own.mkdir(parents=True)
    columns = "[{name: id}, {name: sold, config: {meta: {form: d/m/y}}}, {name: paid, data_type: number}]"
    (own / "_sources.yml").write_text(
        f"sources: [{{name: shop, tables: [{{name: sales, columns: {columns}}}]}}]", encoding="utf-8"
    )
    (tmp_path / "settings.yml").write_text(
        "sources: {standard: {forms: {calls: {hold_seconds: 'm:ss'}}}, shop: {forms: {numbers: '1.234,56'}}}"
    )
    chosen = company.load(tmp_path, data_dir=tmp_path / "data")
    assert dbt_vars(chosen)["source_forms"] == {
        "standard": {"calls": {"hold_seconds": "m:ss"}},
        "shop": {"sales": {"sold": "d/m/y", "paid": "1.234,56"}},
    }


# ---------------------------------------------------------------- in the place of the source


def test_only_a_declared_column_is_rewritten_and_what_does_not_fit_says_so():
    rows = [("=1", "1.234,5", " 1,234.56 "), ("2", "x", None), ("3", "", "12\u00a0")]
    with duckdb.connect() as connection:
        connection.execute("create table sales (id text, paid text, list text, _problem text, _file text)")
        connection.execute("alter table sales add column _row bigint; alter table sales add column _line bigint")
        connection.executemany("insert into sales values (?, ?, ?, null, 'sales.csv', 2, 2)", rows)
        forms = {"shop": {"sales": {"paid": "1.234,56", "list": "1,234.56"}}}
        sql = macros(forms=forms).source_as_declared("shop", "sales")
        assert connection.execute(sql).fetchall() == [
            ("=1", "1234.5", "1234.56", None, "sales.csv", 2, 2),
            ("2", "not written as 1.234,56", None, None, "sales.csv", 2, 2),
            ("3", None, "12", None, "sales.csv", 2, 2),
        ]
    assert macros(forms={}).source_as_declared("shop", "sales").strip() == "select * from sales"


def test_the_reason_names_the_form_and_never_what_was_written():
    because = macros(forms={"shop": {"sales": {"paid": "1.234,56"}}}).unread_because("written", "not a number", "shop")
    texts = ["not written as 1.234,56", "not written as 13800000000", "x"]
    rows = duckdb.execute(f"select {because} from (select unnest(?) as written)", [texts]).fetchall()
    assert [reason for (reason,) in rows] == ["not written as 1.234,56", "not a number", "not a number"]
    assert macros(forms={}).unread_because("written", "not a number", "shop") == "'not a number'"
