"""Every format beside csv and xlsx: tsv, JSON lines, Parquet, ods. What is landed is what the file holds, as text."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from test_readers import ANY, CALLS, CELL, TABLES, WILD, land_path

from service_kpi import decode, read_json, readers
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError

LONG_ID = "1234567890123456789"


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def land(engine, tmp_path):
    """Lands bytes as a file of some name; gives what was read and the rows as dicts."""

    def land(content: bytes, name: str, table=ANY, **how):
        path = tmp_path / name
        path.write_bytes(content)
        return land_path(engine, path, tmp_path / "calls.parquet", table, **how)

    return land


def parquet(engine, select: str, folder: Path) -> bytes:
    """What DuckDB writes of a query."""
    path = folder / "written.parquet"
    engine.execute(f"copy ({select}) to '{path}' (format parquet)")
    content = path.read_bytes()
    path.unlink()
    return content


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"))
)


def ods(sheets: dict[str, str], **members: str) -> bytes:
    """A workbook: sheet -> the XML of its rows."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
        for member, text in members.items():
            archive.writestr(member.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def cell(kind: str = "", shown: str = "", more: str = "", **stored: str) -> str:
    """A cell: its type, what it shows (XML of paragraphs, or a text), what it stores."""
    attributes = [f'office:value-type="{kind}"'] if kind else []
    attributes += [f'office:{name.replace("_", "-")}="{value}"' for name, value in stored.items()]
    inside = shown if shown.startswith("<") or not shown else f"<text:p>{escape(shown)}</text:p>"
    return f"<table:table-cell {' '.join(attributes)} {more}>{inside}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def texts(*values: str) -> str:
    return row(*(cell("string", value) for value in values))


# ---------------------------------------------------------------- the same rows in every format

HEADER = ["call_id", "started_at", "topic", "queue", "waited_seconds", "is_answered"]
ROWS = [
    ["C1", "2025-06-01 09:03:00", "客户, \"quoted\"; 'x' | y", LONG_ID, "12.5", "true"],
    ["C2", "2025-06-01 23:59:59", "", "", "", "false"],
    ["C3", "2025-06-02 00:00:00", "two\nlines", "007", "0", "true"],
]


def delimited(mark: str, encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows([HEADER, *ROWS])
    return text.getvalue().encode(encoding)


def as_jsonl(at_random: int = 0) -> bytes:
    lines = []
    for number, cells in enumerate(ROWS):
        record = dict(zip(HEADER, cells, strict=True))
        record["waited_seconds"] = float(cells[4]) if "." in cells[4] else int(cells[4]) if cells[4] else None
        record["is_answered"] = cells[5] == "true"
        if not cells[2]:
            record.pop("topic")  # not there is as empty
        lines.append(json.dumps(dict(reversed(record.items())) if number % 2 else record, ensure_ascii=number > 1))
    return "\n".join(lines).encode()


def as_parquet(engine, folder: Path) -> bytes:
    engine.execute("create or replace temp table given (" + ", ".join(f"{name} varchar" for name in HEADER) + ")")
    engine.executemany(f"insert into given values ({', '.join('?' * len(HEADER))})", ROWS)
    typed = "select * replace (started_at::timestamp as started_at, is_answered::boolean as is_answered, "
    typed += "nullif(waited_seconds, '')::double as waited_seconds) from given"
    return parquet(engine, typed, folder)


def as_ods() -> bytes:
    rows = [texts(*HEADER)]
    for call, started, topic, queue, waited, answered in ROWS:
        stored = started.replace(" ", "T").removesuffix("T00:00:00")  # as LibreOffice keeps a midnight
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in topic.split("\n"))
        rows.append(
            row(
                cell("string", call),
                cell("date", started, date_value=stored),
                cell("string", paragraphs),
                cell("string", queue),
                cell("float", waited, value=waited) if waited else cell(),
                cell("boolean", answered.upper(), boolean_value=answered),
            )
        )
    return ods({"Sheet1": "".join(rows)})


def as_xlsx() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, HEADER)
    for at, (call, started, topic, queue, waited, answered) in enumerate(ROWS, start=1):
        sheet.write_string(at, 0, call)
        sheet.write_datetime(at, 1, datetime.fromisoformat(started), moment)
        sheet.write_string(at, 2, topic)
        sheet.write_string(at, 3, queue)
        if waited:
            sheet.write_number(at, 4, float(waited))
        sheet.write_boolean(at, 5, answered == "true")
    book.close()
    return content.getvalue()


def test_the_same_rows_in_every_format_land_as_the_same_values(land, engine, tmp_path):
    files = {
        "calls.csv": delimited(","),
        "calls_2.csv": delimited(";", "gb18030"),
        "calls_3.csv": b"sep=;\r\n" + delimited(";"),
        "calls.csv.gz": gzip.compress(delimited("|")),
        "calls.tsv": delimited("\t"),
        "calls_2.tsv": delimited("\t", "utf-16"),
        "calls.tsv.gz": gzip.compress(delimited("\t", "utf-8-sig")),
        "calls.jsonl": as_jsonl(),
        "calls.ndjson": b"\xef\xbb\xbf" + as_jsonl() + b"\n\n",
        "calls.jsonl.gz": gzip.compress(as_jsonl().replace(b"\n", b"\r\n")),
        "calls.NDJSON.GZ": gzip.compress(as_jsonl()),
        "calls.parquet": as_parquet(engine, tmp_path),
        "calls.ods": as_ods(),
        "calls.xlsx": as_xlsx(),
    }
    assert {readers.kind_of(name) for name in files} == set(readers.KINDS), "a kind without its file here"
    expected = [{name: cell or None for name, cell in zip(HEADER, cells, strict=True)} for cells in ROWS]
    for name, content in files.items():
        read, rows = land(content, name, CALLS)
        assert read.rows == read.records == len(ROWS), name
        assert [{column: one[column] for column in HEADER} for one in rows] == expected, name
        assert {one["_problem"] for one in rows} == {None}, name
        assert {one["_file"] for one in rows} == {name}
        assert set(read.columns) == set(HEADER), name
        types = duckdb.execute(f"describe from '{tmp_path / 'calls.parquet'}'").fetchall()
        assert {kind for column, kind, *_ in types if column in HEADER} == {"VARCHAR"}, name


# ---------------------------------------------------------------- tsv


@WILD
@given(rows=TABLES, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), zipped=st.booleans())
def test_tsv_comes_back(land, rows, encoding, zipped):
    width = len(rows[0]) if rows else 1
    header = [f"name;{at}, with | marks" for at in range(width)] if width > 1 else ["one"]
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows([header, *rows])
    raw = text.getvalue().encode(encoding)
    read, landed = land(gzip.compress(raw) if zipped else raw, "calls.tsv.gz" if zipped else "calls.tsv")
    assert (read.rows, read.delimiter, read.columns) == (len(rows), "\t", tuple(header))
    assert [[one[name] or "" for name in header] for one in landed] == rows


def test_the_line_that_names_the_delimiter(land):
    content = b"sep=;\r\ncall_id;started_at;note\r\n1;2025-06-01;a,b\r\n"
    for header_row in (1, 2):
        read, (one,) = land(content, "calls.csv", CALLS, header_row=header_row)
        assert (read.delimiter, one["note"], one["_row"], one["_line"]) == (";", "a,b", 3, 3)
    read, (one,) = land(b"sep=^\na^b\n1^2;3\n", "calls.csv")
    assert (read.delimiter, one["b"]) == ("^", "2;3")


def test_semicolons_with_commas_within(land):
    read, (one, two) = land(b"call_id;started_at;cost\n1;2025-06-01;1,5\n2;2025-06-02;2,75\n", "calls.csv", CALLS)
    assert (read.delimiter, one["cost"], two["cost"]) == (";", "1,5", "2,75")
    read, _ = land(b'a;"b, c, d";e\n1;"x, y, z";2\n', "calls.csv")
    assert (read.delimiter, read.columns) == (";", ("a", "b, c, d", "e"))


# ---------------------------------------------------------------- JSON lines

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), CELL)
OBJECTS = st.dictionaries(
    st.sampled_from(["a", "b", "c ,", "中", "d\"'\n"]),
    st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(CELL, SCALARS, max_size=2)),
    min_size=1,
)


@WILD
@given(
    records=st.lists(OBJECTS, min_size=1, max_size=8),
    ascii=st.booleans(),
    blanks=st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " : ")]),
    between=st.sampled_from(["\n", "\r\n", "\n\n", "\n \t\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    chunk=st.sampled_from([5, 1 << 20]),
)
def test_json_lines_come_back(land, monkeypatch, records, ascii, blanks, between, encoding, chunk):
    monkeypatch.setattr(decode, "CHUNK", chunk)
    lines = [json.dumps(record, ensure_ascii=ascii, separators=blanks) for record in records]
    raw = between.join(lines).encode(encoding)
    read, landed = land(raw, "calls.jsonl")

    def expected(value: object) -> str | None:
        if isinstance(value, str):
            return value or None
        return None if value is None else json.dumps(value, ensure_ascii=ascii, separators=blanks)

    keys = list(dict.fromkeys(key for record in records for key in record))
    assert read.rows == read.records == len(records)
    assert read.columns == tuple(key.strip() for key in keys)
    for record, one in zip(records, landed, strict=True):
        assert [one[key.strip()] for key in keys] == [expected(record.get(key)) for key in keys]
    step = between.count("\n")
    assert [(one["_row"], one["_line"]) for one in landed] == [
        (1 + at * step, 1 + at * step) for at in range(len(records))
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (LONG_ID, LONG_ID),
        ("123456789012345678901234567890.10", "123456789012345678901234567890.10"),
        ("1.50", "1.50"),
        ("9" * 5000, "9" * 5000),
        ("-0", "-0"),
        ("1E+5", "1E+5"),
        ("NaN", "NaN"),
        ("true", "true"),
        ("null", None),
        ('""', None),
        ('" x "', " x "),
        (r'"a\u0000b"', "a\0b"),
        ('"null"', "null"),
        (r'"\u5ba2\ud83d\ude00\n\u0000\u001f\u001b\"\/"', '客😀\n\0\x1f\x1b"/'),
        ('{"b": [1.10, {"c": "\\u00e9}"}], "b": 19}', '{"b": [1.10, {"c": "\\u00e9}"}], "b": 19}'),
        ("[ ]", "[ ]"),
        ("{}", "{}"),
    ],
)
def test_a_value_of_json(land, written, text):
    _, (one,) = land(f'{{"first": [], "id": {written} , "last": 1}}\n'.encode(), "calls.jsonl")
    assert (one["first"], one["id"], one["last"]) == ("[]", text, "1")


def test_keys_come_and_go(land):
    lines = b'{"call_id": 1, "started_at": "2025-06-01"}\n{}\n{"topic": "x", "Call_ID": 3}\n'
    with pytest.raises(UserError, match=r"calls.jsonl: the header holds the column call_id twice"):
        land(lines, "calls.jsonl", CALLS)
    read, rows = land(lines.replace(b"Call_ID", b"call_id"), "calls.jsonl", CALLS)
    assert read.columns == ("call_id", "started_at", "topic")
    assert [(one["call_id"], one["started_at"], one["topic"]) for one in rows] == [
        ("1", "2025-06-01", None),
        (None, None, None),
        ("3", None, "x"),
    ]


def test_a_line_that_is_too_long(land, monkeypatch):
    monkeypatch.setattr(read_json, "LONGEST_RECORD", 1 << 20)
    with pytest.raises(UserError, match=r"line 2 is longer than 1 MB; is it one document instead of lines"):
        land(b'{"a": 1}\n{"a": "' + b"x" * (3 << 20) + b'"}\n', "calls.jsonl")


# ---------------------------------------------------------------- Parquet

TYPES = [
    ("'007'", "007"),
    ("''", None),
    ("null::varchar", None),
    ("null::integer", None),
    ("true", "true"),
    ("127::tinyint", "127"),
    ("9223372036854775807::bigint", "9223372036854775807"),
    ("18446744073709551615::ubigint", "18446744073709551615"),
    ("12.50::decimal(18,2)", "12.50"),
    ("12345678901234567890.123456789::decimal(38,9)", "12345678901234567890.123456789"),
    ("1234.0::double", "1234"),
    ("1234567890123456.0::double", "1234567890123456"),
    ("0.1::double", "0.1"),
    ("0.1::float", "0.1"),
    ("1e-7::double", "1e-07"),
    ("1e300::double", "1e+300"),
    ("'nan'::double", "nan"),
    ("'-inf'::double", "-inf"),
    ("date '2025-06-01'", "2025-06-01"),
    ("time '09:03:00'", "09:03:00"),
    ("timestamp '2025-06-01 09:03:00'", "2025-06-01 09:03:00"),
    ("timestamp '2025-06-01 00:00:00'", "2025-06-01 00:00:00"),
    ("timestamp '2025-06-01 09:03:00.000001'", "2025-06-01 09:03:00.000001"),
    ("timestamp_ms '2025-06-01 09:03:00.12'", "2025-06-01 09:03:00.12"),
    ("timestamp_ns '2025-06-01 09:03:00.123456489'", "2025-06-01 09:03:00.123456489"),
    ("timestamptz '2025-06-01 09:03:00.5+08'", "2025-06-01 01:03:00.5+00"),
    ("encode('café')", "café"),
    ("'\\xFF\\x00'::blob", "\\xFF\\x00"),
    ("uuid '00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"),
    ("'b'::enum('a', 'b')", "b"),
    ("[1, null]", "[1,null]"),
    ("{'a': 12.50::decimal(18,2), 'b': '中\"'}", '{"a":12.50,"b":"中\\""}'),
    ("map {'k': [true]}", '{"k":[true]}'),
    ("[{'at': timestamptz '2025-06-01 09:03:00+08'}]", '[{"at":"2025-06-01 01:03:00+00"}]'),
    ("'{\"a\": 1.10}'::json", '{"a": 1.10}'),
]


def test_types_of_parquet(engine, land, tmp_path):
    """Wherever the machine stands: the engine's time zone is not UTC here."""
    engine.execute("set TimeZone = 'Asia/Shanghai'")
    select = ", ".join(f"{value} as v{at}" for at, (value, _) in enumerate(TYPES))
    content = parquet(engine, f"select {select}", tmp_path)
    engine.execute("set TimeZone = 'UTC'")
    _, (one,) = land(content, "calls.parquet")
    assert {TYPES[at][0]: one[f"v{at}"] for at in range(len(TYPES))} == dict(TYPES)
    assert (one["_row"], one["_line"], one["_problem"]) == (1, None, None)
    engine.execute("set TimeZone = 'Asia/Shanghai'")
    _, (abroad,) = land(content, "calls.parquet")
    engine.execute("set TimeZone = 'UTC'")
    assert {at for at in range(len(TYPES)) if abroad[f"v{at}"] != one[f"v{at}"]} == {len(TYPES) - 2}, "nested alone"


def test_moments_of_parquet_are_read_by_staging(engine):
    """The text of each moment is one that the macros take, as a local time or with an offset as an instant."""
    macros = (PROJECT / "macros" / "clocks" / "to_utc.sql").read_text(encoding="utf-8")
    local, offset = re.findall(r"matches\(text, '(.*?)'\)", macros)
    moments = {value: text for value, text in TYPES if value.startswith("timestamp")}
    assert len(moments) == 6
    for value, text in moments.items():
        is_instant = value.startswith("timestamptz")
        assert bool(re.search(offset, text)) == is_instant == (not re.search(local, text))
        kind = "timestamptz" if is_instant else "timestamp"
        assert engine.execute(f"select try_cast('{text}' as {kind}) = try_cast({value} as {kind})").fetchone() == (
            True,
        )


def test_rows_and_names_of_parquet(engine, land, tmp_path):
    select = 'select i as "Call_ID", \'x\' as started_at, 1 as _row, 2 as file_row_number, 3 as "a""b"'
    content = parquet(engine, f"{select} from range(300000) rows (i)", tmp_path)
    day = tmp_path / "calls" / "day=2025-06-01"
    day.mkdir(parents=True)
    (day / "part [1]*.parquet").write_bytes(content)
    read, rows = land_path(engine, day / "part [1]*.parquet", tmp_path / "calls.parquet", CALLS, header_row=7)
    assert read.columns == ("call_id", "started_at", "_row_2", "file_row_number", 'a"b')
    assert read.rows == 300_000
    assert all(one["_row"] == int(one["call_id"]) + 1 for one in rows)


# Two rows of INT96, 2025-06-01 09:03:00.12 and null, as pandas writes them; a decimal of 45 digits.
INT96 = base64.b64decode(
    "UEFSMRUAFSQVJCwVBBUAFQYVBhwAAAACAAAAAwEAtnqmoR0AAJyMJQAVBBksNQAYBnNjaGVtYRUCABUGJQIYB3NlZW5fYXQAFgQZHBkcJgAcFQYZ"
    "JQYAGRgHc2Vlbl9hdBUAFgQWShZKJghJHBUAFQAVAgA8KQYZJgICAAAAFkoWBCYIFkoAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI2LjAu"
    "MRkcHAAAAIYAAABQQVIx"
)
LONG_DECIMAL = base64.b64decode(
    "UEFSMRUAFTIVMiwVAhUAFQYVBhwAAAACAAAAAgEAAAAAAAAAAAAAAAAAAAAAAAAKFQQZLDUAGAZzY2hlbWEVAgAVDhUmFQIYBmFtb3VudCUKFQIV"
    "WixcFQIVWgAAABYCGRwZHCYAHBUOGSUGABkYBmFtb3VudBUAFgIWWBZYJghJHBUAFQAVAgA8KQYZJgACAAAAFlgWAiYIFlgAKCBwYXJxdWV0LWNw"
    "cC1hcnJvdyB2ZXJzaW9uIDI2LjAuMRkcHAAAAJQAAABQQVIx"
)


def test_moments_that_do_not_say_whether_they_have_a_zone(land):
    read, rows = land(INT96, "calls.parquet")
    assert [one["seen_at"] for one in rows] == ["2025-06-01 09:03:00.12", None]
    assert read.notes == (
        "calls.parquet: moments that do not say whether they have a zone are read as local time of the source: seen_at",
    )
    by_spark = INT96.replace(b"parquet-cpp-arrow version 26.0.1", b"parquet-mr version 1.13.1 (spark)")
    by_spark = by_spark.replace(b"\x28\x20parquet-mr", b"\x28\x21parquet-mr")  # a letter longer
    by_spark = by_spark[:-8] + (int.from_bytes(by_spark[-8:-4], "little") + 1).to_bytes(4, "little") + b"PAR1"
    read, rows = land(by_spark, "calls.parquet")
    assert [one["seen_at"] for one in rows] == ["2025-06-01 09:03:00.12+00", None]
    assert "are read as UTC, as Spark and Hive write them: seen_at" in read.notes[0]


def test_a_decimal_too_long_to_be_read_whole(land):
    with pytest.raises(UserError, match=r"calls.parquet: the column amount holds decimals of 45 digits, of which 38"):
        land(LONG_DECIMAL, "calls.parquet")


# ---------------------------------------------------------------- ods

CELLS = [
    (cell("string", "abc"), "abc"),
    (cell("string", "shown", string_value="stored"), "stored"),
    (cell("string", "<text:p>a</text:p><text:p>b</text:p>"), "a\nb"),
    (cell("string", '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>'), "a   b\tc\nd"),
    (cell("string", "<text:p>a <text:span>b</text:span>\n  <text:a>c</text:a></text:p>"), "a b c"),
    (cell("string", "<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>"), "a"),
    (cell("", "<office:annotation><text:p>note</text:p></office:annotation>"), None),
    (cell("", "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>"), None),
    (cell("string", "<text:p/><text:p/>"), None),
    (cell("string", "<text:p><text:tab/></text:p>"), "\t"),
    (cell("string", "007"), "007"),
    (cell("float", "1.2E18", value=LONG_ID), LONG_ID),
    (cell("float", "5", value="5.0"), "5"),
    (cell("float", "1.1", value="1.10"), "1.10"),
    (cell("float", "1E-7", value="1E-07"), "1E-07"),
    (cell("percentage", "12.5 %", value="0.125"), "0.125"),
    (cell("currency", "12.50 €", value="12.5"), "12.5"),
    (cell("boolean", "WAHR", boolean_value="true"), "true"),
    (cell("date", "01.06.25", date_value="2025-06-01"), "2025-06-01"),
    (cell("date", "01.06.25 00:00", date_value="2025-06-01"), "2025-06-01 00:00:00"),
    (cell("date", "2025年6月1日 0时0分", date_value="2025-06-01"), "2025-06-01 00:00:00"),
    (cell("date", "x", date_value="2025-06-01T00:00:00"), "2025-06-01 00:00:00"),
    (cell("date", "x", date_value="2025-06-01T09:03:05"), "2025-06-01 09:03:05"),
    (cell("date", "x", date_value="2025-06-01T09:03:04.999999999"), "2025-06-01 09:03:05"),
    (cell("date", "x", date_value="2025-06-01T09:03:05.123000000"), "2025-06-01 09:03:05.123000"),
    (cell("date", "x", date_value="2025-13-45T00:00:00"), "2025-13-45T00:00:00"),
    (cell("time", "x", time_value="PT00H02M24S"), "0:02:24"),
    (cell("time", "x", time_value="PT30H02M04.123S"), "30:02:04.123"),
    (cell("time", "x", time_value="-PT1H"), "-1:00:00"),
    (cell("time", "x", time_value="P1DT1H"), "25:00:00"),
    (cell("string", "#N/A", string_value=""), "#N/A"),
    (cell("", "no type"), "no type"),
    (cell("string", "a & <b> 中😀"), "a & <b> 中😀"),
]


def test_cells_of_an_ods(land):
    rows = "".join(row(cell("string", "end"), one) for one, _ in CELLS)
    _, landed = land(ods({"S": texts("end", "value") + rows}), "calls.ods")
    assert [one["value"] for one in landed] == [text for _, text in CELLS]
    assert [one["_row"] for one in landed] == list(range(2, len(CELLS) + 2))
    for one, text in CELLS:  # each alone in its row: both passes agree on what is empty
        _, landed = land(ods({"S": texts("value") + row(one)}), "calls.ods")
        assert [one["value"] for one in landed] == ([text] if text else [])


def test_rows_of_an_ods(land):
    many = ' table:number-columns-repeated="1020"'
    rows = (
        texts("Report")
        + f"<table:table-header-rows>{texts('a', 'b')}</table:table-header-rows>"
        + row(cell("string", "x", ' table:number-columns-repeated="2"'), times=3)
        + row(cell(more=many), times=4)
        + f"<table:table-row-group>{row(cell('string', 'y'), cell(), cell(), cell('string', 'beside'))}"
        + "</table:table-row-group>"
        + '<table:table-row table:visibility="collapse"><table:table-cell/>'
        + "<table:covered-table-cell><text:p>z</text:p></table:covered-table-cell></table:table-row>"
        + row(cell(more=many), times=1_048_000)
    )
    read, landed = land(ods({"S": rows.replace("><", ">\n  <")}), "calls.ods", header_row=2)
    assert read.columns == ("a", "b", "column_4")
    assert [(one["_row"], one["a"], one["b"], one["column_4"]) for one in landed] == [
        (3, "x", "x", None),
        (4, "x", "x", None),
        (5, "x", "x", None),
        (10, "y", None, "beside"),
        (11, None, "z", None),
    ]
    read, landed = land(ods({"S": row(cell("string", "x"), times=5)}), "calls.ods", header_row=3)
    assert [one["_row"] for one in landed] == [4, 5]


def test_sheets_of_an_ods(land):
    sheets = {"One": texts("id") + texts("1"), "空": row(cell()), "Two": texts("id") + texts("2")}
    book = ods(sheets | {"'file:///x.ods'#$Lent": texts("lent")})
    read, rows = land(book, "calls.ods")
    assert [one["id"] for one in rows] == ["1"]
    assert read.notes == ("calls.ods: sheet 'One' is read; 'Two' is not (settings: sheet)",)
    read, rows = land(book, "calls.ods", sheet="Two")
    assert ([one["id"] for one in rows], read.notes) == (["2"], ())
    with pytest.raises(UserError, match=r"has no sheet 'Three'; it has 'One', '空', 'Two'"):
        land(book, "calls.ods", sheet="Three")
    with pytest.raises(UserError, match=r"row 1 of sheet '空', where the header should be, is empty"):
        land(book, "calls.ods", sheet="空")


# ---------------------------------------------------------------- a row lost on the way


def test_a_reader_that_loses_a_row_is_found_out(land, monkeypatch, engine, tmp_path):
    files = {
        "calls.tsv": b"a\tb\n1\t2\n3\t4\n5\t6\n",
        "calls.jsonl": b'{"a": 1}\n\n{"a": 2}\n{"a": 3}\n',
        "calls.parquet": parquet(engine, "select i as a from range(3) rows (i)", tmp_path),
        "calls.ods": ods({"S": texts("a") + texts("1") + texts("2") + texts("3")}),
    }
    copy = readers._copy

    def spoiled(engine, relation, *rest):
        return copy(engine, f"select * from ({relation}) where _row <> 3", *rest)

    for name, content in files.items():
        land(content, name)
        (tmp_path / "calls.parquet").unlink()
        with monkeypatch.context() as patched, pytest.raises(UserError, match=r"2 rows were read, but .* 3 records"):
            patched.setattr(readers, "_copy", spoiled)
            land(content, name)
        assert [path.name for path in tmp_path.glob("calls.parquet")] in ([], [name])
        (tmp_path / name).unlink()
