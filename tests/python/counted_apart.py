"""Counts the records of an export file with nothing of landing's: csv, ElementTree, DuckDB's own count."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import duckdb

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def records_of(path: Path, encoding: str | None = None, delimiter: str | None = None) -> int:
    """The records below the header, which is the first row, of the first sheet. None given: found out by the bytes."""
    kind = path.name.casefold().removesuffix(".gz").rpartition(".")[2]
    if kind == "parquet":
        return duckdb.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()[0]
    if kind in ("xlsx", "ods"):
        with zipfile.ZipFile(path) as archive:
            return _rows_of_xlsx(archive) if kind == "xlsx" else _rows_of_ods(archive)
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.name.casefold().endswith(".gz") else raw
    text = raw.decode(encoding) if encoding else _decoded(raw)
    if kind in ("jsonl", "ndjson"):
        return sum(bool(line.strip(" \t\r\n")) for line in text.split("\n"))
    csv.field_size_limit(2**31 - 1)
    named = re.match(r"sep=(.)\r?\n", text)
    header = text.splitlines()[bool(named)]
    delimiter = delimiter or (named[1] if named else max(",;\t|", key=header.count))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return sum(bool(cells) for cells in rows[2 if named else 1 :])


def _decoded(raw: bytes) -> str:
    """Text of any encoding that landing takes."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    if b"\0" in raw[:100]:
        return raw.decode("utf-16-be" if raw[0] == 0 else "utf-16-le")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _rows_of_xlsx(archive: zipfile.ZipFile) -> int:
    sheet = min(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
    texts = []
    if "xl/sharedStrings.xml" in archive.namelist():
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = ["".join(one.itertext()) for one in strings.iter(f"{SHEET}si")]

    def holds(cell: Element) -> bool:
        text = "".join(part.text or "" for name in ("v", "t") for part in cell.iter(SHEET + name))
        is_shared = cell.get("t") == "s" and text.isdecimal() and int(text) < len(texts)
        return bool(texts[int(text)] if is_shared else text)

    rows = list(ElementTree.fromstring(archive.read(sheet)).iter(f"{SHEET}row"))
    return sum(any(map(holds, row.iter(f"{SHEET}c"))) for row in rows if row.get("r") != "1")


def _rows_of_ods(archive: zipfile.ZipFile) -> int:
    def holds(cell: Element) -> bool:
        stored = [
            name for name in cell.attrib if name.startswith(OFFICE) and name.endswith("-value") and cell.get(name)
        ]
        return bool(stored or f"{OFFICE}value" in cell.attrib or "".join(cell.itertext()))

    first = next(ElementTree.fromstring(archive.read("content.xml")).iter(f"{TABLE}table"))
    rows = [
        any(map(holds, row))
        for row in first.iter(f"{TABLE}table-row")
        for _ in range(int(row.get(f"{TABLE}number-rows-repeated", 1)))
    ]
    return sum(rows[1:])
