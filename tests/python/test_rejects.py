"""service-kpi rejects: the demo's rejected rows, counted and handed out as they stand in its files."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner
from oracle.read import read_table
from replay import compiled_models

from service_kpi import cli, rejects, warehouse
from service_kpi.contract import PROJECT, contract
from service_kpi.errors import UserError
from service_kpi.say import Say

EXPORTS = PROJECT / "companies" / "demo" / "exports"


@pytest.fixture(scope="module")
def build(built):
    with rejects.open_build(built.settings) as opened:
        yield opened


def written(build, built, folder: Path, **wanted: str) -> list[dict[str, str]]:
    """The file of the rows asked for, read back."""
    rows = rejects.rejected_rows(build, rejects.Wanted(**wanted))
    assert rejects.write_csv(build, built.settings, rows, folder / "out.csv") == len(rows)
    with open(folder / "out.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_rejected_row_is_handed_out_as_it_was_landed(build, built, tmp_path):
    rows = written(build, built, tmp_path)
    assert len(rows) >= 8
    for row in rows:
        header, records = read_table(EXPORTS / row["_file"])
        [cells] = [cells for number, _, cells in records if number == int(row["_row"])]
        if row["_column"] == "row":  # whose cells stand under other columns' names, perhaps
            assert not any(row[name] for name in header), row["_file"]
        else:
            personal = {name for name, rule in contract()[row["_export"]].rules.items() if "personal" in rule}
            shown = [(row[name], cell) for name, cell in zip(header, cells, strict=True) if name not in personal]
            assert all(ours == theirs for ours, theirs in shown), row["_file"]
        assert row["_reason"] and row["_column"] in ("row", *header)


def test_it_says_what_rejected_rows_says(build, built, tmp_path):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as published:
        counts = published.execute("select source_file, reason, count(*) from rejected_rows group by all").fetchall()
        runs = published.execute(
            "select run_id from rejected_rows union select run_id from dq_reconciliation"
        ).fetchall()
    assert Counter((row["_file"], row["_reason"]) for row in written(build, built, tmp_path)) == {
        (file, reason): rows for file, reason, rows in counts
    }
    assert runs == [(built.published.resolve().name,)], "the run that judged them is the one that published them"


def test_filters_leave_the_others_out(build, built, tmp_path):
    everything = written(build, built, tmp_path)
    for wanted, kept in {
        ("entity", "calls"): lambda row: row["_export"] == "calls",
        ("file", "2025h1.CSV"): lambda row: "2025H1" in row["_file"],
        ("reason", "Required"): lambda row: "required" in row["_reason"],
        ("reason", "created_at: "): lambda row: row["_column"] == "created_at",
        ("source", "standard"): lambda row: True,
    }.items():
        rows = written(build, built, tmp_path, **dict([wanted]))
        keys = [(row["_file"], row["_row"]) for row in rows]
        assert keys == [(row["_file"], row["_row"]) for row in everything if kept(row)] and keys, wanted
    assert written(build, built, tmp_path, reason="%") == []


@pytest.mark.parametrize("wanted", [{"entity": "call"}, {"source": "elsewhere"}])
def test_a_source_or_export_without_a_file_is_one_line_that_names_the_others(build, wanted):
    with pytest.raises(UserError, match=r"has no landed file; there are: .*(calls|standard)"):
        rejects.rejected_rows(build, rejects.Wanted(**wanted))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+8613800000000", "'+8613800000000"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("-5\n=1", "'-5\n=1"),
        ("-5", "-5"),
        ("-12.50", "-12.50"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_no_cell_is_a_formula(cell, shown):
    assert rejects.harmless(cell) == shown


def test_the_command_counts_then_shows_in_both_languages(built, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_DATA", str(built.settings.data_dir))
    monkeypatch.setattr(rejects.console, "width", 120)
    for language, words in (("en", ("reason", "2 of ")), ("zh", ("原因", "显示 2 行"))):
        with rejects.console.capture() as said:
            ended = CliRunner().invoke(cli.main, ["rejects", "--limit", "2", "--language", language])
        assert ended.exit_code == 0, ended.output
        text = said.get()
        assert all(word in text for word in words), text
        assert text.index("not a timestamp") < text.index("4404"), "the counts come first"


def test_as_json_each_count_and_row_is_a_line(build, capsys):
    rows = rejects.rejected_rows(build, rejects.Wanted(entity="calls"))
    rejects.tell(rows, Say(as_json=True), 1, chinese=False)
    said = capsys.readouterr().out
    assert "reason=before answered_at, rows=1" in said and "row=4404" in said and "row=4405" not in said


def test_rows_that_landed_after_the_build_are_not_told_as_judged(built, tmp_path):
    with (
        pytest.raises(UserError, match="nothing was built"),
        rejects.open_build(SimpleNamespace(warehouse=tmp_path / "none.duckdb", data_dir=tmp_path)),
    ):
        pass
    copy = tmp_path / "service_kpi.duckdb"
    shutil.copy(built.warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update landing.run_context set run_id = 'later'")
    settings = SimpleNamespace(warehouse=copy, data_dir=tmp_path)
    with pytest.raises(UserError, match="service-kpi build"), rejects.open_build(settings):
        pass
    with warehouse.connect(settings) as connection:
        connection.execute("drop table quality.rejected_rows")
    with pytest.raises(UserError, match="nothing was built"), rejects.open_build(settings):
        pass


def test_a_build_of_an_earlier_version_is_named(tmp_path):
    settings = SimpleNamespace(warehouse=tmp_path / "service_kpi.duckdb", data_dir=tmp_path)
    with duckdb.connect(str(settings.warehouse)) as earlier:
        earlier.execute("create schema quality; create table quality.rejected_rows (source_file varchar)")
    with pytest.raises(UserError, match="an earlier version built"), rejects.open_build(settings):
        pass


def test_a_file_of_an_own_source_that_a_later_one_replaced_is_superseded_whole_for_each_of_its_exports(built, tmp_path):
    copy = tmp_path / built.warehouse.name  # compiled SQL names the catalog
    shutil.copy(built.warehouse, copy)
    sql = next(sql for name, _, sql in compiled_models(built.target) if name == "quality.dq_reconciliation")
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "insert into landing.files (source_name, table_name, source_file, landed_rows, is_in_force) values"
            " ('own', 'sheet', 'sheet_1.csv', 5, false), ('own', 'sheet', 'sheet_2.csv', 1, true)"
        )
        connection.execute("create temp table landed as from intermediate.int_landed_rows")
        connection.execute("drop view intermediate.int_landed_rows")
        connection.execute("create table intermediate.int_landed_rows as from landed")
        connection.execute(
            "insert into intermediate.int_landed_rows (entity, source_name, source_file, source_row, row_key) values"
            " ('calls', 'own', 'sheet_2.csv', 2, 'a'), ('agents', 'own', 'sheet_2.csv', 2, 'a')"
        )
        accounts = connection.execute(
            f"select entity, source_file, landed, accepted, superseded, rejected from ({sql}) where source_name = 'own'"
            " and source_file = 'sheet_1.csv' order by all"
        ).fetchall()
    assert accounts == [("agents", "sheet_1.csv", 5, 0, 5, 0), ("calls", "sheet_1.csv", 5, 0, 5, 0)]
