"""The command line as people meet it: what goes wrong is one line, an exit code, and yesterday's set untouched."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import faults
import pytest
from filelock import FileLock

from service_kpi import build, publish, run, warehouse
from service_kpi import runs as runs_of
from service_kpi import settings as settings_of
from service_kpi.contract import PROJECT
from service_kpi.errors import BusyError, UserError
from service_kpi.files import write_whole
from service_kpi.say import Say

CALLS = "call_id,started_at,answered_at,ended_at\n" + "".join(
    f"K{n},2025-03-{n % 28 + 1:02} 09:00:00,{'' if n % 5 == 0 else f'2025-03-{n % 28 + 1:02} 09:00:10'},"
    f"{n % 28 + 1:02}/03/2025 9:0{n % 7 + 1}\n"
    for n in range(200)
)
AMERICAN = (
    "=K200,2025-03-05 09:00:00,2025-03-05 09:00:10,03/25/2025 9:02\n"  # the month first, where the day is declared
)
SETTINGS = """company: calls
sources:
  standard:
    forms:
      calls: {ended_at: d/m/y}
"""


HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"


def service_kpi(*arguments: str, data: Path, **more) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "service_kpi", *arguments],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=environment(data),
        timeout=300,
        **more,
    )


def environment(data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SERVICE_KPI_", "DBT_"))}
    salt = os.environ["SERVICE_KPI_SALT"]
    return clean | {"SERVICE_KPI_DATA": str(data), "SERVICE_KPI_SALT": salt, "COLUMNS": "200"}


def published(data: Path) -> str | None:
    current = data / "published" / "current"
    return os.readlink(current) if current.is_symlink() else None


def runs(data: Path) -> list[dict]:
    log = data / "runs.jsonl"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


TARGETS = """kpi_id,scope_type,scope_id,period_grain,valid_from,target,target_to,near_margin
call_connect_rate,company,*,*,2025-01-01,0.82,,0.05
"""


@pytest.fixture(scope="module")
def calls_only(tmp_path_factory) -> tuple[Path, Path]:
    """A data folder published from nothing but calls, and its exports; of a company that has targets."""
    folder = tmp_path_factory.mktemp("calls_only")
    exports, data, company = (folder / name for name in ("exports", "data", "company"))
    exports.mkdir(), data.mkdir(), company.mkdir()
    (exports / "calls.csv").write_text(CALLS + AMERICAN)
    (company / "settings.yml").write_text(SETTINGS)
    (company / "seeds").mkdir()
    (company / "seeds" / "kpi_targets.csv").write_text(TARGETS)
    ended = service_kpi("run", "--company", company, "--exports", exports, "--as-of", "2025-03-31", data=data)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (company / "seeds" / "kpi_targets.csv").read_text() == TARGETS, "dbt wrote into the company's folder"
    return exports, data


@pytest.fixture
def yesterday(calls_only, tmp_path) -> Iterator[tuple[Path, Path]]:
    """That data folder and its exports, for a test to spoil. Put back after it: dbt reads a project anew elsewhere."""
    for folder in calls_only:
        shutil.copytree(folder, tmp_path / folder.name, symlinks=True)
    yield calls_only
    for folder in calls_only:
        shutil.rmtree(folder)
        shutil.move(tmp_path / folder.name, folder)


def test_calls_alone_give_the_call_kpis_and_no_data_for_the_rest(calls_only):
    _, data = calls_only
    with duckdb.connect(str(data / "published/current/service_kpi.duckdb"), read_only=True) as published_set:
        rows = published_set.execute(
            "select kpi_id, numerator, denominator, value, status from fct_kpi_values"
            " where scope_type = 'company' and period_grain = 'month'"
        ).fetchall()
        others = published_set.execute(
            "select distinct kpi_id from fct_kpi_values where scope_type <> 'company'"
        ).fetchall()
    by_kpi = {kpi: rest for kpi, *rest in rows}
    assert by_kpi["call_connect_rate"] == [160, 200, 0.8, "near"]
    answered = [n for n in range(200) if n % 5]
    assert by_kpi["average_call_duration"][2] == sum(60 * (n % 7 + 1) - 10 for n in answered) / len(answered)
    page = (data / "report.html").read_text(encoding="utf-8")
    assert "80.0 %" in page and "82.0 %" in page, "the value and its target"
    assert page == (data / "published/current/report.html").read_text(encoding="utf-8")
    for kpi in ("service_request_volume", "complaint_rate", "csat_top_box_rate", "customer_satisfaction_score"):
        assert by_kpi[kpi] == [None, None, None, "no_data"]
    assert {kpi for (kpi,) in others} == {"call_connect_rate", "average_call_duration", "average_speed_of_answer"}


def test_the_run_log_says_how_each_run_ended(calls_only):
    _, data = calls_only
    (run,) = runs(data)
    assert run["status"] == "green" and run["run_id"] == published(data)
    assert run["rows"] == 201 and run["rejected"] == 1


def test_a_run_with_nothing_new_leaves_before_anything_heavy_is_loaded(yesterday, monkeypatch):
    exports, data = yesterday
    stands = published(data)
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    company = exports.parent / "company"
    ended = service_kpi("run", "--company", company, "--exports", exports, "--as-of", "2025-03-31", data=data)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.splitlines()[-1].startswith(f"nothing new since run {stands}: the published set stands")
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert "duckdb" in loaded and not loaded & {"dbt", "great_expectations", "pandas"}
    assert published(data) == stands and [run["status"] for run in runs(data)] == ["green", "unchanged"]


def test_the_published_file_opens_in_older_drivers_and_every_file_has_its_checksum(calls_only):
    current = calls_only[1] / "published" / "current"
    with duckdb.connect() as reader:
        reader.execute(f"attach '{current / 'service_kpi.duckdb'}' as published (read_only)")
        ((tags,),) = reader.execute("select tags from duckdb_databases() where database_name = 'published'").fetchall()
        tables = [name for (name,) in reader.execute("select table_name from duckdb_tables()").fetchall()]
        comments = reader.execute("select count(*) from duckdb_columns() where comment is not null").fetchall()
    assert tags["storage_version"].startswith("v1.2.0")
    manifest = json.loads((current / "manifest.json").read_text())
    assert sorted(manifest["rows"]) == sorted(tables)
    assert comments[0][0] > 20, "the descriptions travel with the tables"
    for name, checksum in manifest["sha256"].items():
        assert hashlib.sha256((current / name).read_bytes()).hexdigest() == checksum
    assert {f"{table}.parquet" for table in tables} | {"service_kpi.duckdb", "report.html"} == set(manifest["sha256"])


def stopped(ended: subprocess.CompletedProcess, *words: str, code: int = 1) -> None:
    """One line on standard error that holds the words; no trace; the exit code."""
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    line = " ".join(ended.stderr.split())
    assert ended.stderr.strip().count("\n") == 0, ended.stderr
    for word in words:
        assert word in line, line


def test_wrong_paths(tmp_path):
    stopped(service_kpi("run", "--exports", "nowhere", data=tmp_path), "nowhere", "not a folder")
    stopped(service_kpi("run", "--company", "nowhere", data=tmp_path), "nowhere", "settings.yml")
    for as_of in ("30.6.2025", "", "9999-12-31", "2025-13-01"):
        stopped(service_kpi("land", "--as-of", as_of, data=tmp_path), "--as-of", "2025-06-30")
    stopped(service_kpi("build", data=tmp_path / "new"), "nothing was landed")
    stopped(service_kpi("dbt", "build", data=tmp_path / "new"), "nothing was landed")
    assert not runs(tmp_path)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ("reporting_timzone: UTC", "reporting_timzone"),
        ("reporting_timezone: Mars/Base", "Mars/Base"),
        ("sources: [standard]", "sources"),
        ("sources: {standard: {header_row: first}}", "header_row"),
        ("sources: {standard: {delivery: weekly}}", "weekly"),
        ("sources: {standard: {ignore: {a: b}}}", "ignore"),
        ("keep_published: many", "keep_published"),
        ("restatements: never", "never"),
        ("holds: {jump: loud}", "loud"),
        ("holds: {shrunk_share: 2}", "shrunk_share"),
        ("holds: {leap: warn}", "leap"),
        ("entities: [calls]", "entities"),
        ("entities: {calls: elsewhere}", "elsewhere"),
        ("vars: {minimum_sample: abc}", "minimum_sample"),
        ("vars: {scope_grains: {company: [hour]}}", "hour"),
        ("as_of: soon", "as_of"),
        ("a: [", "YAML"),
    ],
)
def test_a_mistake_in_the_settings_is_one_line(tmp_path, settings, word):
    (tmp_path / "exports").mkdir()
    (tmp_path / "settings.yml").write_text(settings + "\n", encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(word)) as told:
        settings_of.load(tmp_path)
    assert "\n" not in str(told.value) and "settings.yml" in str(told.value)


def spoil_unknown_name(exports: Path) -> tuple[str, ...]:
    (exports / "telephone.csv").write_text("a,b\n1,2\n")
    return "telephone.csv", "calls"


def spoil_required_column(exports: Path) -> tuple[str, ...]:
    (exports / "calls_2.csv").write_text("call_id,answered_at\nK9,2025-03-01\n")
    return "calls_2.csv", "started_at"


def spoil_unreadable(exports: Path) -> tuple[str, ...]:
    (exports / "calls_2.csv").write_bytes(b"call_id,started_at\nK9,\xff\xfe\x00\x81\x39\xff\n")
    return ("calls_2.csv",)


def spoil_truncated_xlsx(exports: Path) -> tuple[str, ...]:
    (exports / "agents.xlsx").write_bytes((PROJECT / "companies/demo/exports/agents.xlsx").read_bytes()[:2000])
    return ("agents.xlsx",)


@pytest.mark.parametrize(
    "spoil",
    [spoil_unknown_name, spoil_required_column, spoil_unreadable, spoil_truncated_xlsx],
    ids=lambda s: s.__name__,
)
def test_a_bad_file_stops_the_run_and_leaves_yesterday(yesterday, spoil):
    exports, data = yesterday
    before = published(data)
    words = spoil(exports)
    stopped(service_kpi("run", "--exports", str(exports), "--as-of", "2025-03-31", data=data), *words)
    assert published(data) == before
    assert [run["status"] for run in runs(data)] == ["green", "red"]
    page = (data / "report.html").read_text(encoding="utf-8")
    assert "A later run failed" in page and "之后的一次运行" in page and words[0] in page and before in page
    assert "A later run failed" not in (data / "published/current/report.html").read_text(encoding="utf-8")


def test_a_rejected_row_is_listed_with_its_reason_and_handed_out_harmless(calls_only, tmp_path):
    _, data = calls_only
    ended = service_kpi("rejects", "--csv", str(tmp_path / "out.csv"), data=data)
    assert ended.returncode == 0, ended.stderr
    (run_id,) = [run["run_id"] for run in runs(data)]
    assert f"rejected by the run {run_id}: 1\n" in ended.stdout
    assert re.search(r"calls +│ calls.csv +│ +202 │ +202 │ ended_at │ not written as d/m/y", ended.stdout), ended.stdout
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith("\ufeff_source,_export,_file,_row,_line,_column,_reason,call_id,".encode())
    assert b"standard,calls,calls.csv,202,202,ended_at,not written as d/m/y,'=K200,2025-03-05 09:00:00," in written


def land_corrected(exports: Path, data: Path) -> Path:
    """Deliver the file again without its mistake and land it; returns the company's folder."""
    (exports / "calls.csv").write_text(CALLS + AMERICAN.replace("=", "").replace("03/25", "05/03"))
    company = exports.parent / "company"
    assert service_kpi("land", "--company", company, "--exports", exports, data=data).returncode == 0
    stopped(service_kpi("rejects", data=data), "service-kpi build")
    return company


def test_build_takes_up_a_corrected_file_with_the_clock_of_now(yesterday, monkeypatch):
    """Less dbt: what it is handed and what is published; the figures of a whole build in the next test."""
    exports, data = yesterday
    settings = settings_of.load(land_corrected(exports, data), exports, "2025-03-30", data)
    handed = []

    def dbt_build(settings, *_):
        with duckdb.connect(str(settings.warehouse), read_only=True) as build_file:
            handed.extend(build_file.execute("select as_of::varchar from landing.run_context").fetchall())
            handed.extend(build_file.execute("select call_id from landing_standard.calls where _row = 202").fetchall())
        return build.Built(public=build._public_tables(settings), nodes=0)

    monkeypatch.setattr(run, "build", dbt_build)
    current = run.build_and_publish(settings, Say(as_json=True))
    assert handed == [("2025-03-30 16:00:00",), ("K200",)]
    assert json.loads((current / "manifest.json").read_text())["as_of"] == "2025-03-30T16:00:00+00:00"
    assert [run["status"] for run in runs(data)] == ["green", "green", "green"]
    assert published(data) == runs(data)[-1]["run_id"]


@pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: one more whole build")
def test_a_corrected_file_replaces_its_rejects_and_build_takes_it_up_with_the_clock_of_now(yesterday):
    exports, data = yesterday
    company = land_corrected(exports, data)
    (data / "warehouse" / "service_kpi.duckdb").unlink()  # it can be built anew at any time
    ended = service_kpi("build", "--company", company, "--exports", exports, "--as-of", "2025-03-30", data=data)
    assert ended.returncode == 0, ended.stderr
    manifest = json.loads((data / "published/current/manifest.json").read_text())
    assert manifest["as_of"] == "2025-03-30T16:00:00+00:00"
    with duckdb.connect(str((data / "published/current").resolve() / "service_kpi.duckdb"), read_only=True) as current:
        march = current.execute("select is_complete from dim_periods where period_grain = 'month'").fetchall()
        accounts = current.execute("select landed, accepted, superseded, rejected from dq_reconciliation").fetchall()
    assert march == [(False,)]
    assert accounts == [(201, 201, 0, 0)]
    assert "no rejected row" in service_kpi("rejects", data=data).stdout


@pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: two more whole builds")
def test_a_restored_ledger_holds_back_what_vanished_until_it_is_forced(yesterday):
    exports, data = yesterday
    for lost in ("warehouse", "published", "profiles"):  # a back-up holds the landing and the ledger
        shutil.rmtree(data / lost)
    lines = [line.split(",") for line in CALLS.splitlines()]
    (exports / "calls.csv").write_text("".join(f"{call},{started},{ended}\n" for call, started, _, ended in lines))
    arguments = ("run", "--company", exports.parent / "company", "--exports", exports, "--as-of", "2025-03-31")
    ended = service_kpi(*arguments, data=data)
    stopped(ended, "held back (vanished)", "--force", code=5)
    told = [line for line in ended.stdout.splitlines() if line.startswith("note  hold:")]
    assert "note  hold: Call connect rate: had figures and has none any more" in told
    assert published(data) is None and runs(data)[-1]["status"] == "red"

    ended = service_kpi(*arguments, "--force", data=data)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert runs(data)[-1]["forced"] == ["vanished"]
    assert json.loads((data / "published/current/manifest.json").read_text())["forced"] == ["vanished"]
    with duckdb.connect(str((data / "published/current").resolve() / "service_kpi.duckdb"), read_only=True) as current:
        said = current.execute("select distinct run_id from first_published_value").fetchall()
        restated = current.execute(
            "select was_value, now_value, why, was_run_id from kpi_restatements"
            " where kpi_id = 'call_connect_rate' and period_grain = 'month' and scope_type = 'company'"
        ).fetchall()
    first = runs(data)[0]["run_id"]
    assert said == [(first,)], "nothing is said for the first time twice"
    assert restated == [(0.8, None, "correction", first)]


def test_a_folder_in_the_place_of_current_is_named_before_anything_is_built(yesterday):
    exports, data = yesterday
    (data / "published" / "current").unlink()
    (data / "published" / "current").mkdir()
    stopped(service_kpi("run", "--exports", str(exports), data=data), "current", "is a folder")


def test_an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    stopped(service_kpi("run", "--exports", str(tmp_path / "empty"), data=tmp_path / "data"), "nothing to land")
    assert published(tmp_path / "data") is None


def test_a_second_run_at_the_same_time_leaves(yesterday):
    exports, data = yesterday
    before = published(data)
    with FileLock(data / "run.lock"):
        stopped(service_kpi("run", "--exports", str(exports), data=data), "another run", code=4)
    assert published(data) == before


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT][: 2 if "WILD" in os.environ else 1])
def test_an_interrupted_run_publishes_nothing_and_the_next_one_recovers(yesterday, which):
    exports, data = yesterday
    before = published(data)
    process = subprocess.Popen(
        [sys.executable, "-m", "service_kpi", "run", "--exports", str(exports), "--as-of", "2025-03-31"],
        cwd=PROJECT, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert any(line.startswith("build:") for line in process.stdout)
    time.sleep(4)  # now within dbt
    process.send_signal(which)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "interrupted" in said and "Traceback" not in said
    assert published(data) == before
    assert runs(data)[-1]["status"] == "interrupted"
    with FileLock(data / "run.lock", timeout=1):
        pass  # the lock is free


def test_an_interruption_that_a_library_swallows_still_stops_the_run(monkeypatch):
    monkeypatch.setattr(runs_of, "_asked_to_stop", False)
    runs_of.stop_if_asked()
    with contextlib.suppress(KeyboardInterrupt):
        runs_of.ask_to_stop()
    with pytest.raises(KeyboardInterrupt):
        runs_of.stop_if_asked()


STOPPED_WHILE_CLEANING_UP = """
import os, signal, time
import click
from service_kpi.cli import Commands

class Held:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(10))  # the handler runs here, where Python can only print what it raises

@click.group(cls=Commands)
def main(): pass

@main.command()
def work():
    Held()
    print("goes on", flush=True)
    time.sleep(20)

main()
"""


def test_an_interruption_that_falls_into_a_finalizer_stops_the_command_and_shows_no_trace():
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_CLEANING_UP, "work"], cwd=PROJECT, capture_output=True, text=True
    )
    assert time.monotonic() - began < 15
    assert (ended.returncode, ended.stdout) == (130, "goes on\n"), ended.stderr
    assert ended.stderr.startswith("error interrupted"), ended.stderr


def test_a_reader_of_the_build_file_is_named(yesterday):
    exports, data = yesterday
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD,
         str(data / "warehouse" / "service_kpi.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        holder.stdout.readline()
        stopped(service_kpi("run", "--exports", str(exports), data=data), "open in another program")
    finally:
        holder.communicate("\n")


def test_a_glance_into_the_build_file_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_DATA", str(tmp_path))
    settings = settings_of.load()
    settings.warehouse.parent.mkdir()
    duckdb.connect(str(settings.warehouse)).close()
    glance = HOLD.replace("input()", "import time; time.sleep(1)")
    reader = subprocess.Popen([sys.executable, "-c", glance, str(settings.warehouse)], stdout=subprocess.PIPE)
    reader.stdout.readline()
    warehouse.connect(settings).close()
    assert reader.wait(20) == 0


def many_calls(exports: Path, careful: bool) -> None:
    """A file that takes seconds to land: by DuckDB alone, or by way of Python where a row is too short."""
    rows = "".join(f"N{n},2025-03-01 09:00:00,,2025-03-01 09:01:00\n" for n in range(1_500_000))
    head = "call_id,started_at,answered_at,ended_at\n"
    (exports / "calls_2.csv").write_text(head + ("short\n" if careful else "") + rows)


@pytest.mark.parametrize(("which", "careful"), [(signal.SIGINT, False), (signal.SIGTERM, True)])
def test_an_interruption_while_landing_leaves_nothing_half_landed(yesterday, which, careful):
    exports, data = yesterday
    before, landing = published(data), data / "landing"
    landed = sorted(path.name for path in landing.rglob("*") if path.is_file())
    many_calls(exports, careful)
    process = subprocess.Popen(
        [sys.executable, "-m", "service_kpi", "land", "--exports", str(exports), "--as-of", "2025-03-31"],
        cwd=PROJECT, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not list(landing.rglob("*.plain.tmp" if careful else "*.parquet.tmp")):  # it is being written
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    process.send_signal(which)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "interrupted" in said and "Traceback" not in said
    assert sorted(path.name for path in landing.rglob("*") if path.is_file()) == landed
    assert published(data) == before
    assert runs(data)[-1]["status"] == "interrupted"
    (exports / "calls_2.csv").write_text(CALLS.replace("K", "N"))
    ended = service_kpi("land", "--exports", str(exports), "--as-of", "2025-03-31", data=data)
    assert ended.returncode == 0 and "1 new or changed files, 1 unchanged, 401 rows in all" in ended.stdout, (
        ended.stderr
    )


# A dozen of the deaths that `make test-faults` injects: step, system call, which of them.
DEATHS = [
    ("lock", "write", 1),
    ("lock", "fsync", 1),
    ("lock", "rename", 1),
    ("ledger", "pwrite64", 1),
    ("ledger", "rename", 1),
    ("land", "rename", 1),
    ("land", "rename", 2),
    ("land", "unlink", 3),
    ("register", "fdatasync", 2),
    ("publish", "rename", 2),
    ("publish", "symlink", 1),
    ("publish", "rename", 3),
]


@pytest.fixture(scope="module")
def killed(calls_only, tmp_path_factory) -> Iterator[tuple[Path, faults.Steps, dict]]:
    """A copy of that company to be killed, a process that does its steps, and what each step leaves undisturbed."""
    faults.need_strace()
    base = shutil.copytree(calls_only[0].parent, tmp_path_factory.mktemp("killed") / "base", symlinks=True)
    with faults.steps(faults.ready(base)) as steps:
        yield base, steps, {}


@pytest.mark.parametrize(("step", "call", "number"), DEATHS)
def test_a_step_killed_leaves_all_whole_and_the_next_one_recovers(killed, step, call, number):
    base, steps, undisturbed = killed
    home = base.with_name("home")
    if step not in undisturbed:
        assert steps.do(step, faults.fresh(base, home)) == 0
        undisturbed[step] = faults.remains(home)
    assert steps.kill_at(step, faults.fresh(base, home), call, number), "it ended before that"
    faults.assert_whole(home)
    assert steps.do(step, home) == 0
    faults.assert_whole(home)
    assert faults.remains(home) == undisturbed[step]


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
FULL_SAYS_DUCKDB = duckdb.TransactionException(f"Failed to commit: Could not write file: {FULL.strerror}")


def failing(error: Exception):
    def fail(*_, **__):
        raise error

    return fail


@pytest.mark.parametrize(
    ("name", "error"), [("write_whole", FULL), ("sync", FULL), ("_describe", FULL_SAYS_DUCKDB), ("_switch", FULL)]
)
def test_a_full_disk_while_publishing_leaves_yesterday_and_the_next_time_succeeds(yesterday, monkeypatch, name, error):
    exports, data = yesterday
    before = published(data)
    monkeypatch.setenv("SERVICE_KPI_DATA", str(data))
    settings = settings_of.load(None, str(exports), "2025-03-31")
    built = build.Built(public=build._public_tables(settings), nodes=0)
    with (
        monkeypatch.context() as patched,
        pytest.raises(UserError, match=r"No space left on device.*make room") as told,
    ):
        patched.setattr(publish, name, failing(error))
        publish.publish(settings, built, "20990101T000000Z-full")
    assert told.value.exit_code == 1 and "\n" not in str(told.value)
    assert published(data) == before
    assert not list((data / "published").glob("*.tmp")), "what was half written is gone: the disk needs the room"
    publish.publish(settings, built, "20990101T000001Z-room")
    assert published(data) == "20990101T000001Z-room"
    assert json.loads((data / "published/current/manifest.json").read_text())["rows"]["fct_kpi_values"] > 0


def test_a_full_disk_while_the_landed_files_are_registered(yesterday, monkeypatch):
    exports, data = yesterday
    monkeypatch.setenv("SERVICE_KPI_DATA", str(data))
    settings = settings_of.load(None, str(exports), "2025-03-31")
    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left on device"):
        patched.setattr(warehouse, "_register_run", failing(FULL_SAYS_DUCKDB))
        warehouse.register(settings, [], "full")
    warehouse.register(settings, [], "room")
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        assert connection.execute("select run_id from landing.run_context").fetchall() == [("room",)]


def test_a_full_disk_that_dbt_tells_of_is_told_once(tmp_path):
    settings = settings_of.load(data_dir=tmp_path)
    build._told_full(settings, "Catalog Error: no such table", "")
    with pytest.raises(OSError, match="No space left on device") as told:
        build._told_full(settings, "", f"IO Error: Could not write: {FULL.strerror}")
    assert told.value.filename == str(tmp_path / "warehouse")


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    write_whole(path, "old")
    monkeypatch.setattr(os, "fsync", failing(FULL))
    with pytest.raises(OSError, match="No space left on device"):
        write_whole(path, "new")
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"] and path.read_text() == "old"


def test_a_data_folder_that_cannot_be_written_is_told_before_anything_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(FileLock, "acquire", failing(OSError(errno.EROFS, os.strerror(errno.EROFS))))
    told = r"cannot be written \(Read-only file system\).* SERVICE_KPI_DATA"
    with pytest.raises(UserError, match=told), runs_of.only_run(tmp_path):
        pass


def test_a_lock_ends_with_its_process_however_that_ended(tmp_path):
    hold = "import sys; from service_kpi.runs import only_run; from pathlib import Path\n"
    hold += "with only_run(Path(sys.argv[1])): print('held', flush=True); input()"
    held = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert held.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match="another run is using"), runs_of.only_run(tmp_path):
        pass
    held.kill()
    held.wait()
    assert (tmp_path / "run.lock").exists()
    with runs_of.only_run(tmp_path):
        pass


def test_of_two_that_begin_together_one_goes_on_and_the_other_leaves(tmp_path):
    """Fifty times, each in a data folder that is not there yet. Whole runs: tests/faults."""
    for number in range(50):
        together, ends = threading.Barrier(2), []

        def begin(data=tmp_path / str(number), together=together, ends=ends):
            together.wait()
            try:
                with runs_of.only_run(data):
                    ends.append("goes on")
                    together.wait(10)  # until the other has left
            except BusyError:
                ends.append("leaves")
                together.wait(10)

        both = [threading.Thread(target=begin) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(ends) == ["goes on", "leaves"]
