"""Landing a folder of exports: which file is which table, what is read again, what is remembered."""

from __future__ import annotations

import contextlib
import errno
import gzip
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from service_kpi import land as landing
from service_kpi import readers
from service_kpi.contract import Table, contract
from service_kpi.errors import UserError
from service_kpi.files import sha256
from service_kpi.settings import Settings, Source

HERE = Path(__file__).resolve().parent
CALLS = b"call_id,started_at\n1,2025-06-01 09:00\n2,2025-06-01 10:00\n"


class Company:
    """A company in a temporary folder."""

    def __init__(self, folder: Path, **source):
        self.exports = folder / "exports"
        self.exports.mkdir(exist_ok=True)
        self.source = Source("standard", self.exports, "UTC", contract())
        self.source = replace(self.source, **source)
        as_of = datetime(2025, 7, 1, tzinfo=UTC)
        self.settings = Settings("made up", folder, folder / "data", "UTC", as_of, (self.source,), {}, {}, 5)

    def put(self, file: str, content: bytes = CALLS) -> Path:
        """A file that was written some time ago: nobody waits for it to settle."""
        path = self.exports / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (1_700_000_000, 1_700_000_000))
        return path

    def land(self, **how) -> landing.Landing:
        return landing.land(self.settings, **how)

    def parquet(self, file: landing.LandedFile) -> Path:
        return self.settings.landing_dir / file.parquet

    def with_source(self, **changed) -> Company:
        other = object.__new__(Company)
        other.exports, other.source = self.exports, replace(self.source, **changed)
        other.settings = replace(self.settings, sources=(other.source,))
        return other


@pytest.fixture
def company(tmp_path) -> Company:
    return Company(tmp_path)


def files_of(result: landing.Landing) -> dict[str, str]:
    return {one.file: one.table for one in result.files}


# ---------------------------------------------------------------- finding


def test_names_say_the_table(company):
    company.put("calls.csv")
    company.put("Calls-2025.CSV")
    company.put("calls_10.csv.gz", gzip.compress(CALLS))
    company.put("calls/2025/june (1) [x].csv")
    company.put("services_a.csv", b"service_id\n1\n")
    company.put("service_requests_x.csv", b"request_id,request_type,created_at\n1,a,2025-06-01\n")
    for hidden in (".gitkeep", ".DS_Store", "~$calls.xlsx", "Thumbs.db", ".hidden/x.txt"):
        company.put(hidden, b"x")
    assert files_of(company.land()) == {
        "services_a.csv": "services",
        "service_requests_x.csv": "service_requests",
        "Calls-2025.CSV": "calls",
        "calls/2025/june (1) [x].csv": "calls",
        "calls.csv": "calls",
        "calls_10.csv.gz": "calls",
    }


def test_the_longest_table_name_wins(company):
    tables = {name: Table(name, (), ()) for name in ("service", "service_requests")}
    other = company.with_source(tables=tables)
    other.put("service_requests_x.csv")
    assert files_of(other.land()) == {"service_requests_x.csv": "service_requests"}


def test_patterns_come_before_names(company):
    other = company.with_source(files={"calls": ["Export ??.csv", "old/**/*.csv"], "agents": ["[a-c]gents x.csv"]})
    other.put("Export 01.csv")
    other.put("old/a/b/c.csv")
    other.put("agents x.csv", b"agent_id,team_id\n1,2\n")
    assert files_of(other.land()) == {"Export 01.csv": "calls", "old/a/b/c.csv": "calls", "agents x.csv": "agents"}
    with pytest.raises(UserError, match=r"matches the file patterns of calls and agents"):
        other.with_source(files={"calls": ["*.csv"], "agents": ["agents*"]}).land()


@pytest.mark.parametrize("name", ["callsheet.csv", "notes.txt", "2025/calls.csv", "call.csv"])
def test_an_unknown_name_stops_the_run(company, name):
    company.put("calls.csv")
    company.put(name)
    with pytest.raises(
        UserError, match=r"belongs to no table of the source standard; .*agent_assessments, agent_goals"
    ):
        company.land()
    other = company.with_source(ignore=(name.partition("/")[0],))
    assert files_of(other.land()) == {"calls.csv": "calls"}


def test_ignore(company):
    company.put("calls.csv")
    company.put("archive/2020/calls.csv")
    company.put("a/README.md")
    assert files_of(company.with_source(ignore=("archive/", "*.md")).land()) == {"calls.csv": "calls"}


@pytest.mark.parametrize("file", ["calls.jsonl", "calls.xlsx", "calls.ods", "calls.parquet", "calls.ndjson.gz"])
def test_a_file_of_numbers_as_such_does_not_fit_a_form_with_points_for_thousands(company, file):
    company.put(file, b'{"call_id": "1", "started_at": "2025-06-01 09:00", "hold_seconds": 1.234}\n')
    declared = company.with_source(forms={"calls": {"hold_seconds": "1.234,56"}})
    with pytest.raises(UserError, match=f"{file} holds numbers as such, and hold_seconds is declared as 1.234,56"):
        declared.land()


def test_other_forms_and_other_files_are_landed(company):
    company.put("calls.csv")
    company.put("complaints.jsonl", b'{"complaint_id": "1", "submitted_at": "1/6/2025"}\n')
    forms = {"calls": {"hold_seconds": "1.234,56"}, "complaints": {"compensation_amount": "1,234.56"}}
    assert len(company.with_source(forms=forms).land().files) == 2


def test_what_is_no_file_to_read(company):
    company.put("calls.csv")
    company.put("calls.pdf")
    with pytest.raises(UserError, match=r"calls.pdf is of no kind that is read .csv, csv.gz, tsv, .*, ods."):
        company.land()
    (company.exports / "calls.pdf").unlink()
    (company.exports / "calls_x.csv").mkdir()
    with pytest.raises(UserError, match=r"calls_x.csv is a folder"):
        company.land()
    (company.exports / "calls_x.csv").rmdir()
    (company.exports / "calls_y.csv").symlink_to(company.exports / "gone.csv")
    with pytest.raises(UserError, match=r"calls_y.csv is a link to a file that does not exist"):
        company.land()
    (company.exports / "calls_y.csv").unlink()
    os.mkfifo(company.exports / "calls_z.csv")
    with pytest.raises(UserError, match=r"calls_z.csv is no ordinary file"):
        company.land()


def test_links_are_followed(company, tmp_path):
    kept = tmp_path / "kept" / "x.csv"
    kept.parent.mkdir()
    kept.write_bytes(CALLS)
    os.utime(kept, (1_700_000_000, 1_700_000_000))
    (company.exports / "calls.csv").symlink_to(kept)
    (company.exports / "calls").symlink_to(kept.parent)
    (kept.parent / "loop").symlink_to(kept.parent)
    assert files_of(company.land()) == {"calls.csv": "calls", "calls/x.csv": "calls"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(company):
    company.put("calls.csv").chmod(0)
    with pytest.raises(UserError, match=r"calls.csv: Permission denied"):
        company.land()


def test_nothing_to_land(company):
    with pytest.raises(UserError, match=r"nothing to land: .*exports holds no export; put files there"):
        company.land()
    company.put("calls.csv.part")
    with pytest.raises(UserError, match=r"nothing to land yet in .*calls.csv.part waits for the next run"):
        company.land()


def test_a_file_still_being_copied_waits(company, monkeypatch):
    company.put("calls_1.csv")
    growing = company.exports / "calls_2.csv"
    growing.write_bytes(CALLS)
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        growing.write_bytes(CALLS + b"3,2025")

    monkeypatch.setattr(landing.time, "sleep", sleep)
    result = company.land()
    assert files_of(result) == {"calls_1.csv": "calls"}
    assert "calls_2.csv waits for the next run: it is still being copied" in result.notes
    monkeypatch.setattr(landing.time, "sleep", waits.append)
    assert len(company.land().files) == 2
    assert waits == [1.0, 1.0]


@pytest.mark.parametrize("refused", [False, True])
def test_a_file_written_to_while_it_is_read_waits(company, monkeypatch, refused):
    company.put("agents.csv", b"agent_id,team_id\n1,2\n")
    path = company.put("calls.csv")
    read_file = landing.read_file

    def meanwhile(engine, given, *rest):
        if given == path:
            path.write_bytes(b"call_id,sta" if refused else CALLS + b"3,2025-06-02\n")
        return read_file(engine, given, *rest)

    monkeypatch.setattr(landing, "read_file", meanwhile)
    result = company.land()
    assert files_of(result) == {"agents.csv": "agents"}
    assert "calls.csv waits for the next run: it is still being copied" in result.notes
    assert len(list(company.settings.landing_dir.rglob("*.parquet"))) == 1


# ---------------------------------------------------------------- what is landed


def test_a_landed_file_says_all_about_itself(company):
    company.put("calls.csv")
    (one,) = company.land().files
    assert (one.source, one.table, one.file, one.rows, one.records, one.bytes) == (
        "standard",
        "calls",
        "calls.csv",
        2,
        2,
        len(CALLS),
    )
    assert (one.encoding, one.format, one.delimiter, one.in_force) == ("utf-8", "csv", ",", True)
    assert (one.columns, one.root) == (("call_id", "started_at"), "../exports")
    assert datetime.fromisoformat(one.landed_at).utcoffset().total_seconds() == 0
    assert one.parquet.startswith("standard/calls/") and len(Path(one.parquet).stem) == 12
    types = duckdb.execute(f"describe select * from '{company.parquet(one)}'").fetchall()
    assert [row[:2] for row in types] == [
        ("call_id", "VARCHAR"),
        ("started_at", "VARCHAR"),
        ("_file", "VARCHAR"),
        ("_row", "BIGINT"),
        ("_line", "BIGINT"),
        ("_problem", "VARCHAR"),
    ]


def test_files_are_in_natural_order_and_full_keeps_the_last_in_force(company):
    for file in ("calls_x10.csv", "calls_x9.csv", "calls_x1.csv"):
        company.put(file)
    order = [(one.file, one.file_order, one.in_force) for one in company.land().files]
    assert order == [("calls_x1.csv", 0, True), ("calls_x9.csv", 1, True), ("calls_x10.csv", 2, True)]
    full = company.with_source(delivery={"default": "append", "calls": "full"}).land()
    assert (full.new, full.unchanged) == (0, 3)
    assert [one.in_force for one in full.files] == [False, False, True]


def test_columns_are_named_once_per_table(company):
    company.put("calls_1.csv", b"call_id,started_at,mood\n1,2025-06-01,good\n")
    company.put("calls_2.csv", b"call_id,started_at,queue,mood\n1,2025-06-01,a,good\n")
    notes = company.land().notes
    assert len(notes) == 3
    assert notes[0].startswith("calls: optional columns in no file: direction, topic")
    assert notes[1] == "calls: optional columns in some files only: queue"
    assert notes[2] == "calls: columns the contract does not know, not landed: mood"
    assert company.land().notes == notes


def test_another_encoding_is_named(company):
    company.put("calls.csv", "call_id,started_at,topic\n1,2025-06-01,客户投诉\n".encode("gb18030"))
    assert "calls: files read as GB18030" in company.land().notes
    undeclared = company.with_source(tables={"calls": Table("calls", (), ())})
    assert undeclared.land().notes == ["calls: files read as GB18030"]


def test_an_error_names_the_file_and_what_landed_before_stays(company):
    company.put("agents.csv", b"agent_id,team_id\n1,2\n")
    company.put("calls.csv", b"call_id\n1\n")
    with pytest.raises(UserError, match=r"calls.csv: the required column started_at of calls is not in its header"):
        company.land()
    company.put("calls.csv")
    result = company.land()
    assert (result.new, result.unchanged) == (1, 1)


# ---------------------------------------------------------------- memory


def test_unchanged_files_are_not_read_again(company, monkeypatch):
    path = company.put("calls.csv")
    (before,) = company.land().files
    stamp = company.parquet(before).stat().st_mtime_ns
    path.touch()
    os.utime(path, (1_600_000_000, 1_600_000_000))
    monkeypatch.setattr(landing, "read_file", lambda *_: pytest.fail("read again"))
    result = company.land()
    assert (result.new, result.unchanged, result.files) == (0, 1, [before])
    assert company.parquet(before).stat().st_mtime_ns == stamp


def test_an_old_unchanged_file_is_not_even_hashed(company, monkeypatch):
    company.put("calls.csv")
    monkeypatch.setattr(landing, "_is_old", lambda seen: True)
    company.land()
    hashed = []
    monkeypatch.setattr(landing, "sha256", lambda path: hashed.append(path.name) or sha256(path))
    assert company.land().unchanged == 1
    assert [name for name in hashed if not name.endswith(".parquet")] == []


def test_changed_content_replaces_the_landing(company):
    """Even where size and modification time are the same as before."""
    company.put("calls.csv")
    (before,) = company.land().files
    company.put("calls.csv", CALLS.replace(b"10:00", b"11:00"))
    result = company.land()
    (after,) = result.files
    assert (result.new, result.unchanged) == (1, 0)
    assert after.sha256 != before.sha256
    assert not company.parquet(before).exists()
    assert "11:00" in str(duckdb.execute(f"from '{company.parquet(after)}'").fetchall())


def test_settings_that_shape_reading_land_anew(company):
    company.put("calls.csv", b"call_id,started_at\ncall_id,started_at\n1,2\n")
    (before,) = company.land().files
    other = company.with_source(header_row=2)
    (after,) = other.land().files
    assert (before.rows, after.rows) == (2, 1)


def test_a_file_that_left_still_counts_until_it_is_dropped(company):
    path = company.put("calls_1.csv")
    company.put("calls_2.csv", CALLS.replace(b"1,", b"3,"))
    company.land()
    path.unlink()
    result = company.land()
    assert [one.file for one in result.files] == ["calls_1.csv", "calls_2.csv"]
    assert "calls_1.csv is no longer in the folder; what was landed of it still counts" in result.notes
    result = company.land(drop_missing=True)
    assert [one.file for one in result.files] == ["calls_2.csv"]
    assert len(list(company.settings.landing_dir.rglob("*.parquet"))) == 1
    assert len(company.land().files) == 1


def test_two_folders_over_one_data_folder_never_mix(company):
    company.put("calls.csv")
    company.land()
    elsewhere = company.settings.data_dir.parent / "elsewhere"
    elsewhere.mkdir()
    other = company.with_source(folder=elsewhere)
    other.exports = elsewhere
    other.put("calls_9.csv", b"call_id,started_at\n7,2025-06-02\n")
    result = other.land(drop_missing=True)
    assert files_of(result) == {"calls_9.csv": "calls"}
    assert not any("no longer" in note for note in result.notes)
    back = company.land()
    assert (files_of(back), back.unchanged) == ({"calls.csv": "calls"}, 1)


def test_the_same_bytes_under_two_names_are_two_files(company):
    company.put("calls_1.csv")
    company.put("calls_2.csv")
    one, two = company.land().files
    assert one.sha256 == two.sha256 and one.parquet != two.parquet


# ---------------------------------------------------------------- a run that was cut short


def test_leftovers_are_cleared_and_lost_files_landed_again(company):
    company.put("calls.csv")
    (one,) = company.land().files
    folder = company.settings.landing_dir
    for leftover in ("manifest.json.tmp", "standard/calls/abc.parquet.tmp", "standard/calls/abc.plain.tmp"):
        (folder / leftover).write_bytes(b"half")
    (folder / "spill.tmp").mkdir()
    (folder / "spill.tmp" / "x.tmp").write_bytes(b"spilled")
    (folder / "standard/calls/0123456789ab.parquet").write_bytes(b"whole, but in no manifest")
    company.parquet(one).write_bytes(b"cut")
    result = company.land()
    assert (result.new, len(result.files)) == (1, 1)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {"manifest.json", one.parquet}


def test_a_lost_landing_of_a_file_that_left_is_told(company):
    path = company.put("calls.csv")
    (one,) = company.land().files
    path.unlink()
    company.parquet(one).unlink()
    with pytest.raises(UserError, match=r"is missing or damaged, and calls.csv, of which it was made, is no longer"):
        company.land()


def test_a_manifest_that_cannot_be_used(company):
    company.put("calls.csv")
    company.land()
    manifest = company.settings.landing_dir / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf-8"))
    assert written["format"] == 1
    manifest.write_text(json.dumps(written | {"format": 2}), encoding="utf-8")
    with pytest.raises(UserError, match=r"was written by a newer version"):
        company.land()
    manifest.write_text('{"format": 1, "files": [', encoding="utf-8")
    with pytest.raises(UserError, match=r"manifest.json is damaged"):
        company.land()


DYING = """
import os, sys
from pathlib import Path
from test_land import Company

def dying(real):
    def call(*given, **how):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*given, **how)
    return call

os.replace, Path.unlink = dying(os.replace), dying(Path.unlink)
left = int(sys.argv[2])
Company(Path(sys.argv[1])).land()
"""


def test_killed_at_any_moment_the_next_run_recovers(company, tmp_path):
    """A process that ends at its n-th rename or removal leaves a whole landing, which the next run completes."""
    for at in range(3):
        company.put(f"calls_{at}.csv")
    before = {one.file: one.sha256 for one in company.land().files}
    for at in range(3):
        company.put(f"calls_{at}.csv", CALLS + b"9,2025-06-03 0%d:00\n" % at)
    ends = []
    for moment in (1, 3, 30):
        ran = subprocess.run(
            [sys.executable, "-c", DYING, str(tmp_path), str(moment)],
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, [HERE, HERE.parents[1]]))},
        )
        ends.append(ran.returncode)
        manifest = json.loads((company.settings.landing_dir / "manifest.json").read_text(encoding="utf-8"))
        for one in manifest["files"]:
            parquet = company.settings.landing_dir / one["parquet"]
            assert duckdb.execute(f"select count(*) from '{parquet}'").fetchone() == (one["rows"],)
            assert one["rows"] == 3 or one["sha256"] == before[one["file"]]
    assert ends == [9, 9, 0]
    assert [one.rows for one in company.land().files] == [3, 3, 3]
    assert not list(company.settings.landing_dir.rglob("*.tmp"))
    assert len(list(company.settings.landing_dir.rglob("*.parquet"))) == 3


# ---------------------------------------------------------------- many files


def test_five_hundred_files_of_any_column_order(company):
    columns = ["call_id", "started_at", "queue", "topic", "agent_id"]
    for at in range(500):
        turned = columns[at % 5 :] + columns[: at % 5]
        row = {"call_id": f"C{at}", "started_at": "2025-06-01", "queue": "q", "topic": "t", "agent_id": f"A{at}"}
        company.put(f"calls/day {at}.csv", f"{','.join(turned)}\n{','.join(row[name] for name in turned)}\n".encode())
    result = company.land()
    assert (result.new, len(result.files)) == (500, 500)
    paths = [str(company.parquet(one)) for one in result.files]
    query = """select count(*), count(*) filter (where substr(call_id, 2) = substr(agent_id, 2))
        from read_parquet(?, union_by_name = true)"""
    found = duckdb.execute(query, [paths]).fetchone()
    assert found == (500, 500)
    assert [one.file for one in result.files[:3]] == ["calls/day 0.csv", "calls/day 1.csv", "calls/day 2.csv"]


@pytest.mark.parametrize("damage", ["all", "one byte", "cut", "gone"])
def test_a_damaged_landing_is_landed_anew_and_not_built_from(company, damage):
    company.put("calls.csv")
    (one,) = company.land().files
    parquet = company.parquet(one)
    was = parquet.read_bytes()
    middle = len(was) // 2
    one_byte = was[:middle] + bytes([was[middle] ^ 1]) + was[middle + 1 :]
    damaged = {"all": b"x" * len(was), "one byte": one_byte, "cut": was[:-1], "gone": b""}[damage]
    parquet.write_bytes(damaged)
    if damage == "gone":
        parquet.unlink()
    with pytest.raises(UserError, match="is missing or damaged: `service-kpi land` lands it anew"):
        landing.landed_before(company.settings)
    assert company.land().new == 1
    assert parquet.read_bytes() == was
    parquet.write_bytes(damaged)
    (company.exports / "calls.csv").unlink()
    with pytest.raises(UserError, match=r"missing or damaged, and calls.csv.* put the file back"):
        company.land()


def test_what_an_earlier_version_landed_has_no_checksum_and_is_not_landed_anew(company):
    company.put("calls.csv")
    company.land()
    manifest = company.settings.landing_dir / "manifest.json"
    written = json.loads(manifest.read_text())
    del written["files"][0]["parquet_sha256"]
    manifest.write_text(json.dumps(written))
    assert company.land().new == 0


def test_any_digit_may_stand_in_a_name(company):
    for name in (
        "calls_1\u00b2.csv",
        "calls_1\u2460.csv",
        "calls_1\u0663.csv",
        "calls_b2.csv",
        "calls_10.csv",
        "calls_9.csv",
    ):
        company.put(name)
    names = [one.file for one in company.land().files]
    assert len(names) == 6 and names.index("calls_9.csv") < names.index("calls_10.csv")


# ---------------------------------------------------------------- a full disk, and Ctrl-C


def _full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _full_says_duckdb(*_, **__):
    raise duckdb.TransactionException(f"Failed to commit: Could not write file: {os.strerror(errno.ENOSPC)}")


class _Engine:
    """DuckDB, but for what it copies to files."""

    def __init__(self, engine, fault):
        self._engine, self._fault = engine, fault

    def execute(self, query, *rest):
        return self._fault() if query.startswith("copy") else self._engine.execute(query, *rest)

    def cursor(self):
        return _Engine(self._engine.cursor(), self._fault)


def _full_while_copying(real):
    @contextlib.contextmanager
    def engine(folder):
        with real(folder) as opened:
            yield _Engine(opened, _full_says_duckdb)

    return engine


FAULTS = {
    "copying": (landing, "_engine", _full_while_copying),
    "the plain file": (readers, "_write_plain", lambda real: _full),
    "syncing": (readers, "sync", lambda real: _full),
    "the manifest": (landing, "write_whole", lambda real: _full),
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_full_disk_while_landing_is_one_line_and_the_next_run_succeeds(company, monkeypatch, where):
    company.put("agents.csv", b"agent_id,team_id\n1,2\n")
    company.land()
    for name in ("calls.csv", "calls_2.csv"):
        company.put(name, CALLS + b"3\n")  # a row too short: it goes by way of the plain file
    module, name, fault = FAULTS[where]
    with monkeypatch.context() as patched:
        patched.setattr(module, name, fault(getattr(module, name)))
        with pytest.raises(UserError) as told:
            company.land()
    assert re.fullmatch(r".*: No space left on device: make room and run again\.", str(told.value))
    assert not list(company.settings.landing_dir.rglob("*.tmp"))
    result = company.land()
    assert (files_of(result), result.new) == ({"agents.csv": "agents", "calls.csv": "calls", "calls_2.csv": "calls"}, 2)
    assert len(list(company.settings.landing_dir.rglob("*.parquet"))) == 3


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_what_landed_before_ctrl_c_is_remembered(company, monkeypatch, fault):
    company.put("calls_1.csv")
    path = company.put("calls_2.csv")
    read_file = landing.read_file

    def interrupted(engine, given, *rest):
        if given == path:
            raise fault
        return read_file(engine, given, *rest)

    with monkeypatch.context() as patched, pytest.raises(type(fault)):
        patched.setattr(landing, "read_file", interrupted)
        company.land()
    result = company.land()
    assert (result.new, result.unchanged) == (1, 1)
