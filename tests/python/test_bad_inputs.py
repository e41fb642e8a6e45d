"""Every case of bad_inputs.py: what is wrong is rejected or refused by its words, and its twin stands.

All files lie in one folder of one company, are landed once and judged by one build of staging and its accounts.
"""

from __future__ import annotations

import gc
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
import yaml
from bad_inputs import AS_OF, CASES, DELIVERY, FORMS, ZONE, Case, Reject, content
from conftest import BuiltWarehouse
from counted_apart import records_of
from replay import needed_for, replay_exports

from service_kpi import build, read_text
from service_kpi import settings as company
from service_kpi.contract import contract
from service_kpi.errors import UserError
from service_kpi.readers import read_file
from service_kpi.settings import Settings

REFUSED = [case for case in CASES if case.refusal]
REJECTED = [case for case in CASES if not case.refusal]


@dataclass(frozen=True)
class Account:
    landed: int
    accepted: int
    superseded: int
    rejected: int


@dataclass
class Judged:
    """What one build says, by file."""

    folder: Path
    rejects: dict[str, list[Reject]] = field(default_factory=lambda: defaultdict(list))
    accounts: dict[str, Account] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str | None]]] = field(default_factory=lambda: defaultdict(list))  # as staging reads


def ids(cases: list[Case]) -> dict:
    return {"argvalues": cases, "ids": [case.slug for case in cases]}


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


# ---------------------------------------------------------------- what is wrong, and its twin


@pytest.mark.parametrize("case", **ids(REJECTED))
def test_a_bad_row_is_rejected_by_its_reason_row_line_and_column(judged: Judged, case: Case):
    bad = case.name("bad")
    assert tuple(judged.rejects[bad]) == case.rejects
    account = judged.accounts[bad]
    assert (account.superseded, account.rejected) == (case.superseded, len(case.rejects))
    assert account.landed == account.accepted + account.superseded + account.rejected


@pytest.mark.parametrize("case", **ids(REFUSED))
def test_a_file_that_cannot_land_is_refused_in_one_line(engine, tmp_path: Path, monkeypatch, case: Case):
    bad = tmp_path / case.name("bad")
    bad.write_bytes(content(case, "bad", tmp_path))
    (tmp_path / "landing").mkdir()
    monkeypatch.setattr(read_text, "LONGEST_RECORD", case.longest or read_text.LONGEST_RECORD)
    with pytest.raises(UserError) as told:
        read_file(
            engine, bad, bad.name, contract()[case.table], tmp_path / "landing/x.parquet", case.header_row, case.sheet
        )
    line = case.refusal.replace("{file}", bad.name).replace("@", f"{case.slug}-bad-")
    assert re.fullmatch(".+".join(map(re.escape, line.split("…"))), str(told.value)), str(told.value)
    assert list((tmp_path / "landing").iterdir()) == []


@pytest.mark.parametrize("case", **ids(CASES))
def test_its_twin_is_accepted(judged: Judged, case: Case):
    good = case.name("good")
    assert judged.rejects[good] == []
    account, rows = judged.accounts[good], judged.rows[good]
    assert account == Account(len(rows), len(rows), 0, 0)
    gives = {name: value and value.replace("@", f"{case.slug}-good-") for name, value in case.gives.items()}
    assert [row for row in rows if gives.items() <= row.items()] or not gives, [
        {name: row.get(name) for name in gives} for row in rows
    ]
    assert bool(rows) == bool(gives)


def test_every_record_is_accounted_for_by_a_count_of_its_own(judged: Judged):
    counted = {path.name: records_of(path) for path in judged.folder.iterdir()}
    assert counted == {file: account.landed for file, account in judged.accounts.items()}
    rejected = Counter({file: len(rejects) for file, rejects in judged.rejects.items() if rejects})
    assert rejected == Counter({file: one.rejected for file, one in judged.accounts.items() if one.rejected})


def test_the_table_is_as_broad_as_it_should_be():
    assert len(CASES) >= 300 and len({case.group for case in CASES}) >= 40
    assert not [slug for slug, times in Counter(case.slug for case in CASES).items() if times > 1]
    apart = ("write_bad", "cut", "flip", "sheet")
    alike = [case for case in CASES if repr(case.bad) == repr(case.good) and case.header_row == 1]
    assert [case.slug for case in alike if not any(getattr(case, name) for name in apart)] == []


# ---------------------------------------------------------------- one build for all


@pytest.fixture(scope="module")
def judged(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judge(built, tmp_path_factory.mktemp("bad_inputs"))


def judge(built: BuiltWarehouse, folder: Path) -> Judged:
    """Land every file that is not refused and build staging, rejected_rows and dq_reconciliation on them."""
    exports = folder / "exports"
    exports.mkdir()
    source = {"timezone": ZONE, "folder": "exports", "delivery": DELIVERY, "forms": FORMS}
    written = {"reporting_timezone": ZONE, "as_of": AS_OF, "sources": {"standard": source}}
    (folder / "settings.yml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    for case in CASES:
        for which in ("good",) if case.refusal else ("bad", "good"):
            path = exports / case.name(which)
            path.write_bytes(content(case, which, folder))
            os.utime(path, (1_700_000_000, 1_700_000_000))  # nobody waits for it to settle
    settings = company.load(folder, data_dir=folder / "data")
    models = needed_for(built.target, "rejected_rows", "dq_reconciliation")
    found = Judged(exports)
    with replay_exports(built, settings, only=models, instead=compiled_staging(built, settings)) as connection:
        columns = "source_file, source_row, source_line, column_name, reason"
        for file, *reject in connection.execute(f"select {columns} from quality.rejected_rows order by all").fetchall():
            found.rejects[file].append(Reject(*reject))
        accounts = "select source_file, landed, accepted, superseded, rejected from quality.dq_reconciliation"
        found.accounts = {file: Account(*counts) for file, *counts in connection.execute(accounts).fetchall()}
        for table in sorted({case.table for case in CASES} | {"services"}):
            cursor = connection.execute(f"select columns(*)::varchar from staging.stg_standard__{table}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                one = dict(zip(names, row, strict=True))
                found.rows[one["source_file"]].append(one)
    return found


def compiled_staging(built: BuiltWarehouse, settings: Settings) -> dict[str, str]:
    """The staging models as dbt compiles them for these settings; by the demo's manifest, so no project is read."""
    dbt_runner = build.load_dbt()
    from dbt.contracts.graph.manifest import Manifest

    manifest = Manifest.from_msgpack((built.target / "partial_parse.msgpack").read_bytes())
    manifest.build_flat_graph()
    before = dict(os.environ)
    os.environ.update(build.dbt_environment(built.settings))
    paths = ["--target-path", str(settings.data_dir / "target"), "--log-path", str(settings.data_dir / "logs")]
    variables = yaml.safe_dump(build.dbt_vars(settings), allow_unicode=True)
    try:
        result = dbt_runner(manifest=manifest).invoke(
            ["compile", "--select", "stg_standard__*", "--quiet", "--log-level", "none", "--vars", variables, *paths]
        )
    finally:
        build._let_go_of_the_build_file()
        gc.enable()
        os.environ.clear()
        os.environ.update(before)
    assert result.success, result.exception
    return {f"{one.node.schema}.{one.node.name}": one.node.compiled_code for one in result.result.results}
