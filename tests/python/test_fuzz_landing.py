"""Damaged and made-up files through landing: each lands whole, every record counted, or is refused in one line.

`make test` takes 150 files; FUZZ=2000 takes as many (make test-all).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
import xlsxwriter
from counted_apart import records_of
from export_bytes import parquet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_formats import cell, ods, row

from service_kpi import land as landing
from service_kpi import readers
from service_kpi.contract import contract
from service_kpi.errors import UserError, legible
from service_kpi.sql import sql_text

FILES = int(os.environ.get("FUZZ", "150"))
SECONDS = 30  # that one file may take
CALLS = contract()["calls"]
HEADER = ["call_id", "started_at", "topic", "hold_seconds"]
CELL = st.one_of(
    st.text(st.sampled_from(list("ab 1,;|\t\"'\r\n\\#é中😀\u3000\ufeff\x1a\x1b\x1f")), max_size=6),
    st.sampled_from(["K1", "2025-06-01 09:00:00", "12.5", "1e5", "007", "1234567890123456789", "#N/A", "=1+1", "NULL"]),
)
TABLES = st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=0, max_size=6)
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# What is put into the middle of a good file: what readers stumble over.
SNIPPETS = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b'""', b"'", b"\r", b"\n", b"\r\n", b"\n\n", b"\t", b",", b";",
    b"|", b"\x1a", b"\x1b", b"\x1f", b"\x85", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xc3\x28", b"\xb9\xfa", b"sep=;\n",
    b"{", b"}", b"[", b"]", b"\\", b"\\ud83d", b"\\u0000", b"null", b"NaN", b"1e999", b'{"call_id": 1}\n', b"9" * 400,
    b"x" * 70_000, b"<!--", b"]]>", b"&amp;", b"&x;", b"<row/>", b"</row>", b"<c/>", b"<v>1</v>", b' r="A1"',
    b' r="ZZZ9"', b' r="9999999"', b' r="0"', b' r="-1"', b' r="x"', b' t="e"', b' t="s"', b' s="999"', b' s="x"',
    b"PK\x03\x04",
    b' table:number-rows-repeated="3"', b' table:number-rows-repeated="99999999999"',
    b' table:number-rows-repeated="x"', b' table:number-columns-repeated="-1"',
    b' table:number-columns-repeated="20000"', b"<text:p/>", b'<text:s text:c="x"/>',
    b'<text:s text:c="99999999999"/>', b"<text:tab/>",
    b"PAR1", b"\x15\x00",
]  # fmt: skip


# ---------------------------------------------------------------- good files of each kind


def text(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows([HEADER, *rows])
    return written.getvalue()


def lines(rows: list[list[str]]) -> str:
    return "".join(json.dumps(dict(zip(HEADER, cells, strict=True))) + "\n" for cells in rows)


def xlsx(rows: list[list[str]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": True, "nan_inf_to_errors": True})
    book.set_properties({"created": datetime(2025, 6, 1)})  # the same bytes every time
    sheet = book.add_worksheet()
    for at, cells in enumerate([HEADER, *rows]):
        sheet.write_row(at, 0, [NO_XML.sub("", one) for one in cells])
    book.close()
    return content.getvalue()


def as_ods(rows: list[list[str]]) -> bytes:
    sheet = (row(*(cell("string", NO_XML.sub("", one)) for one in cells)) for cells in [HEADER, *rows])
    return zipped(parts_of(ods({"S": "".join(sheet)})))


def parts_of(workbook: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def as_parquet(rows: list[list[str]]) -> bytes:
    values = ", ".join(f"({', '.join(map(sql_text, cells))})" for cells in [HEADER, *rows])
    typed = "* replace (try_cast(hold_seconds as double) as hold_seconds)"
    with TemporaryDirectory() as folder:
        return parquet(f"select {typed} from (values {values}) t ({', '.join(HEADER)}) offset 1", Path(folder))


def good_file(draw: Callable, kind: str) -> bytes:
    rows = draw(TABLES)
    plain = kind.removesuffix(".gz")
    if plain in ("xlsx", "ods", "parquet"):
        return {"xlsx": xlsx, "ods": as_ods, "parquet": as_parquet}[plain](rows)
    if plain in ("csv", "tsv"):
        delimiter = "\t" if plain == "tsv" else draw(st.sampled_from(",,;\t|"))
        whole = text(rows, delimiter, draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
        whole = whole.replace("\r\n", draw(st.sampled_from(["\r\n", "\n", "\r"])))
    else:
        whole = lines(rows)
    encoding = draw(
        st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "latin-1", "utf-32"])
    )
    return whole.encode(encoding, "replace")


# ---------------------------------------------------------------- what is done to them


ATTRIBUTE = re.compile(rb'="[^"<>]*"|(?<=<v>)[^<]*(?=</v>)')
ODD = [
    b"", b"x", b"-1", b"0", b"1", b"3", b"99999999999", b"1e5", b"1e400", b"nan", b"2025-13-45",
    b"9999-12-31T23:59:59.9999", b"PT1X", b"PT99999999999999999999H",
    b"s", b"e", b"b", b"d", b"str", b"inlineStr", b"float", b"date", b"time",
    b"boolean", b"A0", b"A1", b"ZZZZ1", b"XFE1048577", b"rId9", b"../../x.xml", b"S", "é".encode(),
]  # fmt: skip


def with_odd_values(draw: Callable, content: bytes) -> bytes:
    """XML with some of its attributes' or cells' values replaced."""
    for _ in range(draw(st.integers(1, 3))):
        found = list(ATTRIBUTE.finditer(content))
        if not found:
            return content
        one, odd = found[draw(st.integers(0, len(found) - 1))], draw(st.sampled_from(ODD))
        odd = b'="' + odd + b'"' if one[0].startswith(b"=") else odd
        content = content[: one.start()] + odd + content[one.end() :]
    return content


def damaged(draw: Callable, content: bytes) -> bytes:
    """Some bytes flipped, cut, doubled or put in, up to four times."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        end = min(at + draw(st.integers(1, 40)), len(content))
        match draw(st.sampled_from(["flip", "cut", "half", "double", "insert", "insert", "noise"])):
            case "flip" if at < len(content):
                content = content[:at] + bytes([content[at] ^ (1 << draw(st.integers(0, 7)))]) + content[at + 1 :]
            case "cut":
                content = content[:at] + content[end:]
            case "half":
                content = content[:at]
            case "double":
                content = content[:end] + content[at:]
            case "insert":
                content = content[:at] + draw(st.sampled_from(SNIPPETS)) + content[at:]
            case "noise":
                content = content[:at] + draw(st.binary(max_size=8)) + content[at:]
    return content


def damaged_within(draw: Callable, content: bytes) -> bytes:
    """A workbook with one of its parts damaged, left out, or twice there, and put together again."""
    parts = parts_of(content)
    likely = [
        at for at, (name, _) in enumerate(parts) if re.search("sheet1|content|sharedStrings|styles|workbook", name)
    ]
    at = draw(st.sampled_from(likely))
    name, part = parts[at]
    how = draw(st.sampled_from(["damage", "damage", "odd", "odd", "odd", "leave out", "twice"]))
    match how:
        case "damage":
            parts[at] = name, damaged(draw, part)
        case "odd":
            parts[at] = name, with_odd_values(draw, part)
        case "leave out":
            del parts[at]
        case "twice":
            parts.insert(at, parts[at])
    return zipped(parts)


@st.composite
def files(draw: Callable) -> tuple[str, bytes]:
    """A file's kind and bytes: a good one damaged, or under the ending of another kind, or mere bytes."""
    kind = draw(st.sampled_from(list(readers.KINDS)))
    if draw(st.integers(0, 9)) == 0:
        content = draw(st.binary(max_size=300))
    else:
        of = draw(st.sampled_from(list(readers.KINDS))) if draw(st.integers(0, 9)) == 0 else kind
        content = good_file(draw, of)
        if of in ("xlsx", "ods") and draw(st.booleans()):
            content = damaged_within(draw, content)
        else:
            content = damaged(draw, content)
    if kind.endswith(".gz") and draw(st.integers(0, 9)):
        content = gzip.compress(content, mtime=0)
        if draw(st.booleans()):
            content += gzip.compress(draw(st.sampled_from([b"", content[:20], b"K9,2025-06-01,,\n"])), mtime=0)
        if draw(st.integers(0, 2)) == 0:
            content = damaged(draw, content)
    return kind, content


# ---------------------------------------------------------------- landed, or refused


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"landing a file takes more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("fuzz")
    with landing._engine(folder / "engine") as engine:
        yield Place(folder, engine)


class Place:
    """A folder to land files in, with an engine as landing has it."""

    def __init__(self, folder: Path, engine: duckdb.DuckDBPyConnection) -> None:
        self.engine = engine
        self.exports, self.landing = folder / "exports", folder / "landing"
        for made in (self.exports, self.landing):
            made.mkdir()

    def land(self, kind: str, content: bytes) -> None:
        """Land one file and hold what must hold of any."""
        path, target = self.exports / f"calls.{kind}", self.landing / "calls.parquet"
        path.write_bytes(content)
        target.unlink(missing_ok=True)
        try:
            with no_longer_than(SECONDS):
                read = readers.read_file(self.engine, path, path.name, CALLS, target)
        except UserError as error:
            message = str(error)
            assert message.startswith(path.name) and message.endswith("."), message
            assert message == legible(message) and len(message) < 1000, repr(message)
            assert list(self.landing.iterdir()) == [], message
        else:
            count = f"select count(*), count(distinct _row) from '{target}'"
            assert (read.rows, read.rows) == self.engine.execute(count).fetchone()
            assert read.rows == read.records == records_of(path, read.encoding, read.delimiter)
            assert [one.name for one in self.landing.iterdir()] == [target.name]


@settings(
    max_examples=FILES,
    derandomize=FILES <= 150,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a smaller file is no simpler one
    suppress_health_check=list(HealthCheck),
)
@given(file=files())
def test_any_file_lands_whole_or_is_refused_in_one_line(place: Place, file: tuple[str, bytes]):
    place.land(*file)
