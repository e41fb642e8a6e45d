"""One export file into one Parquet file: what is landed is what the file holds, or one clear line says why not."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service_kpi import decode, read_text, readers
from service_kpi.contract import Table
from service_kpi.errors import UserError

ANY = Table("calls", (), ())
CALLS = Table("calls", ("call_id", "started_at", "topic"), ("call_id", "started_at"))
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def land(engine, tmp_path):
    """Lands bytes as a file of some name; gives what was read and the rows as dicts."""

    def land(content: bytes, table: Table = ANY, name: str = "calls.csv", **how):
        path = tmp_path / name
        path.write_bytes(content)
        return land_path(engine, path, tmp_path / "calls.parquet", table, **how)

    return land


def land_path(engine, path: Path, target: Path, table: Table = ANY, **how):
    read = readers.read_file(engine, path, path.name, table, target, **how)
    assert [other.name for other in target.parent.glob("*.tmp")] == []
    found = engine.execute(f"select * from read_parquet('{target}') order by _row")
    names = [column[0] for column in found.description]
    return read, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# ---------------------------------------------------------------- wild tables

CELL = st.text(st.sampled_from(list("ab 1,;|\t\"'\r\n\\#é中😀\u3000\ufeff\x1a")), max_size=6)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=0, max_size=8)
)
WILD = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@WILD
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    zipped=st.booleans(),
)
def test_what_the_csv_module_writes_comes_back(land, rows, delimiter, quoting, ends, encoding, zipped):
    width = len(rows[0]) if rows else 2
    header = [f"name {at}" for at in range(width)]
    text = io.StringIO()
    # Written with both line ends in mind, so that a lone CR or LF in a cell is quoted on every Python.
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerows([header, *rows])
    content = text.getvalue()
    if not any("\r" in cell or "\n" in cell for row in rows for cell in row):
        content = content.replace("\r\n", ends)
    raw = content.encode(encoding)
    name = "calls.csv.gz" if zipped else "calls.csv"
    read, landed = land(gzip.compress(raw) if zipped else raw, name=name)

    assert read.rows == read.records == len(rows)
    assert read.columns == tuple(header)
    assert [[row[name] or "" for name in header] for row in landed] == rows
    assert [row["_row"] for row in landed] == list(range(2, len(rows) + 2))
    assert {row["_problem"] for row in landed} <= {None}


@WILD
@given(text=st.text(st.sampled_from(list('a,"\r\n ')), max_size=40), chunk=st.sampled_from([1, 3, 1 << 20]))
def test_any_text_is_read_as_the_csv_module_reads_it(land, monkeypatch, text, chunk):
    """Also with quotes where none belong, blank lines and rows of any width."""
    monkeypatch.setattr(decode, "CHUNK", chunk)
    content = "x,y,z\n" + text
    reader = csv.reader(io.StringIO(content, newline=""))
    expected, line = [], 0
    for number, row in enumerate(reader, start=1):
        first, line = line + 1, reader.line_num
        if row and number > 1:
            expected.append((number, first, [*row, "", ""][:3], len(row)))
    try:
        read, landed = land(content.encode())
    except UserError as error:
        assert "never closed" in str(error)
        return
    assert read.records == len(expected)
    assert [(row["_row"], row["_line"], [row[name] or "" for name in "xyz"]) for row in landed] == [
        (number, first, cells) for number, first, cells, _ in expected
    ]
    for row, (_, _, _, fields) in zip(landed, expected, strict=True):
        if row["_problem"]:
            assert row["_problem"] == f"the row has {fields} fields, the header has 3"
        assert (row["_problem"] is not None) or fields == 3 or fields > 3


def test_chunks_may_end_anywhere(land, monkeypatch):
    monkeypatch.setattr(decode, "CHUNK", 7)
    content = 'id,text\r\n1,"a ""b""\r\nc"\r\n\r\n2,中文\r\n3,"x"\r\n'
    read, landed = land(content.encode())
    assert read.records == 3
    assert [(row["_row"], row["_line"], row["text"]) for row in landed] == [
        (2, 2, 'a "b"\r\nc'),
        (4, 5, "中文"),
        (5, 6, "x"),
    ]


# ---------------------------------------------------------------- rows, lines, problems


def test_rows_are_numbered_as_a_spreadsheet_does(land):
    _, rows = land(b'id,text\n1,"two\nlines"\n\n2,x\n')
    assert [(row["id"], row["_row"], row["_line"]) for row in rows] == [("1", 2, 2), ("2", 4, 5)]


def test_ragged_rows_are_landed_with_their_problem(land):
    read, rows = land(b"a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n")
    assert read.rows == 4
    assert [row["_problem"] for row in rows] == [
        "the row has 2 fields, the header has 3",
        "the row has 4 fields, the header has 3",
        None,
        None,
    ]
    assert [(row["b"], row["c"]) for row in rows] == [("2", None), ("2", "3"), ("2", "3"), ("2", "3")]


def test_text_stays_as_it_is_and_empty_is_null(land):
    _, (row,) = land(b'a,b,c,d\n 00123 ,"",,NULL\n')
    assert (row["a"], row["b"], row["c"], row["d"]) == (" 00123 ", None, None, "NULL")
    assert row["_file"] == "calls.csv"


def test_a_text_of_megabytes_is_landed(land):
    _, rows = land(b"a,b\n1," + b"x" * 5_000_000 + b'\n2,"y\n"\n')
    assert len(rows[0]["b"]) == 5_000_000


def test_the_header_may_stand_lower(land):
    read, rows = land(b"Report of June\n\na,b\n1,2\n", header_row=3)
    assert read.columns == ("a", "b")
    assert [(row["a"], row["_row"], row["_line"]) for row in rows] == [("1", 4, 4)]


def test_a_header_alone_is_no_row(land):
    for content in (b"call_id,started_at", b"call_id,started_at,topic\n", b"call_id,started_at,\r\n"):
        read, rows = land(content, CALLS)
        assert (read.rows, rows) == (0, [])


def test_both_ways_of_reading_agree(land, monkeypatch):
    content = b'a,b\n1,x\n2,\n3,"q"\n'
    direct = land(content)
    used = []
    monkeypatch.setattr(readers, "_write_plain", lambda *given, of=readers._write_plain: used.append(1) or of(*given))
    assert land(content) == direct
    assert not used
    monkeypatch.setattr(read_text, "_direct", lambda *_: None)
    assert land(content) == direct
    assert used


# ---------------------------------------------------------------- columns


def test_declared_columns_are_found_in_any_case_and_order(land):
    read, (row,) = land(b"\xef\xbb\xbfTopic, STARTED_AT ,Note,call_id\nbilling,2025-06-01,n,7\n", CALLS)
    assert read.columns == ("topic", "started_at", "Note", "call_id")
    assert (row["call_id"], row["started_at"], row["topic"], row["Note"]) == ("7", "2025-06-01", "billing", "n")


def test_empty_headers(land):
    read, (row,) = land(b",a,,\n1,2,,3\n")
    assert read.columns == ("column_1", "a", "column_4")
    assert (row["column_1"], row["column_4"]) == ("1", "3")


def test_the_same_header_twice(land):
    read, (row,) = land(b"x,X,_row,column_5,,x\n1,2,3,4,5,6\n")
    assert read.columns == ("x", "X_2", "_row_2", "column_5", "column_5_2", "x_3")
    assert [row[name] for name in read.columns] == list("123456")
    with pytest.raises(UserError, match=r"holds the column call_id twice"):
        land(b"call_id,started_at,Call_ID\n1,2,3\n", CALLS)


def test_delimiters(land):
    for mark in ",;\t|":
        read, (row,) = land(f"call_id{mark}started_at{mark}a,b;c\n1{mark}2{mark}3\n".encode(), CALLS)
        assert read.delimiter == mark
        assert (row["call_id"], row["started_at"]) == ("1", "2")


# ---------------------------------------------------------------- encodings

CHINESE = "call_id,started_at,topic\n1,2025-06-01,客户投诉处理不及时，要求退款\n2,2025-06-02,𠮷网络\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found_out(land, encoding):
    text = CHINESE.replace("𠮷", "吉") if encoding == "gbk" else CHINESE
    read, rows = land(text.encode(encoding), CALLS)
    assert read.encoding == {"gbk": "gb18030"}.get(encoding, encoding)
    assert [row["topic"] for row in rows] == [line.split(",")[2] for line in text.splitlines()[1:]]


def test_a_bad_byte_is_found_far_down(land):
    lines = b"1,2\n" * 600_000
    with pytest.raises(UserError, match=r"first bad byte in line 600002"):
        land(b"call_id,started_at\n" + lines + b"3,\xff\n", CALLS)


# ---------------------------------------------------------------- a row lost on the way; bad files are in bad_inputs.py


@pytest.mark.parametrize("content", [b"a,b\n1,2\n3,4\n", b'a,b\n1,"x\ny"\n3,4\n'])
def test_a_reader_that_loses_a_row_is_found_out(land, monkeypatch, tmp_path, content):
    copy = readers._copy

    def spoiled(engine, relation, *rest):
        return copy(engine, f"select * from ({relation}) where _row <> 3", *rest)

    monkeypatch.setattr(readers, "_copy", spoiled)
    with pytest.raises(UserError, match=r"1 rows were read, but the file holds 2 records"):
        land(content)
    assert not (tmp_path / "calls.parquet").exists()


# ---------------------------------------------------------------- spreadsheets


def workbook(path: Path, fill) -> Path:
    book = xlsxwriter.Workbook(path)
    fill(book)
    book.close()
    return path


def test_cells_of_a_spreadsheet(engine, tmp_path):
    cells = [
        (123.0, None, "123"),
        (1.5, None, "1.5"),
        (1e-7, None, "1e-07"),
        (True, None, "true"),
        (" x\n", None, " x\n"),
        ("007", None, "007"),
        (date(2025, 6, 1), "yyyy-mm-dd", "2025-06-01"),
        (datetime(2025, 6, 1), "yyyy/m/d", "2025-06-01"),
        (datetime(2025, 6, 1), "yyyy-mm-dd hh:mm:ss", "2025-06-01 00:00:00"),
        (datetime(2025, 6, 1, 9, 3, 5), "yyyy-mm-dd hh:mm:ss", "2025-06-01 09:03:05"),
        (datetime(2025, 6, 1, 9, 3, 5, 123000), "yyyy-mm-dd hh:mm", "2025-06-01 09:03:05.123000"),
        (time(0, 2, 24), "h:mm:ss", "0:02:24"),
        (time(0), "h:mm:ss", "0:00:00"),
        (timedelta(hours=30, minutes=2, seconds=4), "[h]:mm:ss", "30:02:04"),
        ("=NA()", "#N/A", "#N/A"),
        ("=1/0", "#DIV/0!", "#DIV/0!"),
        ('="t"', "t", "t"),
    ]

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(1, 2, "value")
        for row, (value, how, _) in enumerate(cells, start=3):  # a title row above, a blank one below the header
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(row, 2, value, None, how)
            elif isinstance(value, (date, time, timedelta)):
                sheet.write_datetime(row, 2, value, book.add_format({"num_format": how}))
            elif isinstance(value, str):
                sheet.write_string(row, 2, value)
            else:
                sheet.write(row, 2, value)
        sheet.write_string(40, 2, "")
        sheet.write(44, 3, "beside")
        sheet.write_blank(50, 2, None, book.add_format({"bold": True}))

    path = workbook(tmp_path / "calls.xlsx", fill)
    read, rows = land_path(engine, path, tmp_path / "calls.parquet", header_row=2)
    assert [row["value"] for row in rows] == [text for _, _, text in cells] + [None]
    assert [row["_row"] for row in rows] == [*range(4, 4 + len(cells)), 45]
    assert read.columns == ("value", "column_2")
    assert rows[-1]["column_2"] == "beside"
    assert {row["_line"] for row in rows} == {None}


def test_the_sheet_that_is_read(engine, tmp_path):
    def fill(book):
        for name, text in (("One", "1"), ("空", None), ("Two", "2")):
            sheet = book.add_worksheet(name)
            if text:
                sheet.write_column(0, 0, ["id", text])

    path, target = workbook(tmp_path / "calls.xlsx", fill), tmp_path / "calls.parquet"
    read, rows = land_path(engine, path, target)
    assert [row["id"] for row in rows] == ["1"]
    assert read.notes == ("calls.xlsx: sheet 'One' is read; 'Two' is not (settings: sheet)",)
    read, rows = land_path(engine, path, target, sheet="Two")
    assert ([row["id"] for row in rows], read.notes) == (["2"], ())
    with pytest.raises(UserError, match=r"has no sheet 'Three'; it has 'One', '空', 'Two'"):
        land_path(engine, path, target, sheet="Three")
    with pytest.raises(UserError, match=r"row 1 of sheet '空', where the header should be, is empty"):
        land_path(engine, path, target, sheet="空")


def test_a_spreadsheet_row_lost_is_found_out(engine, tmp_path, monkeypatch):
    path = workbook(tmp_path / "calls.xlsx", lambda book: book.add_worksheet().write_column(0, 0, ["a", 1, 2, 3]))
    records = readers.read_xlsx._records
    monkeypatch.setattr(readers.read_xlsx, "_records", lambda *given: list(records(*given))[1:])
    with pytest.raises(UserError, match=r"2 rows were read, but the file holds 3 records"):
        land_path(engine, path, tmp_path / "calls.parquet")


# ---------------------------------------------------------------- real exports

REAL_ROWS = {
    "citizen_messages/citizen_messages_gb18030.csv": 2816,
    "citizen_messages/citizen_messages_with_replies.xlsx": 2816,
    "ecommerce_csat/customer_support_sample.csv": 17182,
    "pwc_call_center/call_center.xlsx": 5000,
    "technical_support_sla/technical_support.xlsx": 2330,
    "zendesk_schema/ticket_field_history_data.csv": 38,
}


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real exports in {REAL}")
@pytest.mark.parametrize("file", REAL_ROWS)
def test_real_exports(engine, tmp_path, file):
    read, rows = land_path(engine, REAL / file, tmp_path / "real.parquet")
    assert read.rows == len(rows) == REAL_ROWS[file]
    assert {row["_problem"] for row in rows} == {None}
