"""`service-kpi status` on made-up logs: what it tells a person, a program and a watch-dog."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from service_kpi import cli, runs, status

NOW = datetime(2025, 7, 3, 3, 4, tzinfo=UTC)
HOLD = "import sys; from filelock import FileLock\nwith FileLock(sys.argv[1]): print('held', flush=True); input()"


def logged(run_id: str, ended: str, *steps: str, message: str | None = None) -> dict:
    began = runs.moment_of(run_id)
    return {
        "run_id": run_id, "company": "demo", "started_at": began.isoformat(), "ended_at": began.isoformat(),
        "status": ended, "message": message, "seconds": {step: 1.0 for step in (*steps, "all")},
    }  # fmt: skip


GREEN = logged("20250701T000000Z-aaaa", "green", "land", "build", "publish")
RED = logged("20250702T000000Z-bbbb", "red", "land", "check", message="calls.csv is empty.\nline two")
LANDED = logged("20250703T000000Z-cccc", "green", "land", "register")


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_DATA", str(tmp_path))
    monkeypatch.setenv("SERVICE_KPI_COMPANY", str(tmp_path / "no such company"))
    for run in (GREEN, RED, LANDED):
        runs.record(tmp_path, run)
    return tmp_path


def publish(data, run_id: str) -> None:
    folder = data / "published" / run_id
    folder.mkdir(parents=True)
    about = {"run_id": run_id, "company": "demo", "as_of": "2025-06-30T16:00:00+00:00", "rows": {"a": 2, "b": 3}}
    (folder / "manifest.json").write_text(json.dumps(about))
    (data / "published" / "current").symlink_to(run_id)


def test_landing_alone_is_no_green_run_and_a_failure_before_it_is_told(data):
    publish(data, GREEN["run_id"])
    found = status.status(data, 2, NOW)
    assert found.last_green.run_id == GREEN["run_id"] and found.green_age_hours == 51.07
    assert (found.last.run_id, found.last.published) == (LANDED["run_id"], False)
    assert (found.last_failed.step, found.last_failed.message) == ("check", "calls.csv is empty.")
    assert found.failed_since_green == 1
    assert [run.run_id for run in found.history] == [LANDED["run_id"], RED["run_id"]]
    assert (found.published["tables"], found.published["rows"]) == (2, 5)


def test_a_run_that_found_nothing_new_is_fine_and_keeps_the_watch_dog_quiet(data):
    publish(data, GREEN["run_id"])
    runs.record(data, logged("20250703T020000Z-dddd", "unchanged", "land"))
    found = status.status(data, 10, NOW)
    assert (found.last_green.run_id, found.green_age_hours) == ("20250703T020000Z-dddd", 1.07)
    assert (found.failed_since_green, found.last_failed.run_id) == (0, RED["run_id"])
    assert runs.last_green(data)["run_id"] == found.last_green.run_id
    said = CliRunner().invoke(cli.main, ["status"]).output
    assert "(20250703T020000Z-dddd, with nothing new)" in said and "2025-07-03 02:00 UTC, nothing new" in said


def test_a_run_killed_between_publishing_and_its_line_in_the_log_counts(data):
    publish(data, "20250702T120000Z-dddd")
    found = status.status(data, 10, NOW)
    assert found.last_green.run_id == "20250702T120000Z-dddd" and found.failed_since_green == 0
    assert found.green_age_hours == 15.07


def test_it_needs_no_company_and_tells_people_and_programs(data):
    said = CliRunner().invoke(cli.main, ["status", "--last", "3"])
    assert said.exit_code == 0, said.output
    for words in ("last green   2025-07-01 00:00 UTC", "at check: calls.csv is empty.", "no"):
        assert words in said.output, said.output
    assert "as far as register" in said.output and GREEN["run_id"] in said.output
    for arguments in (["status", "--json"], ["--log-format", "json", "status"]):
        said = CliRunner().invoke(cli.main, arguments)
        assert json.loads(said.output)["last"]["run_id"] == LANDED["run_id"]


def test_a_watch_dog_hears_of_no_run_at_all(data):
    said = CliRunner().invoke(cli.main, ["status", "--max-age", "1"])
    assert said.exit_code == 1 and "more than 1 h; the last failure said: calls.csv is empty." in said.output
    runs.rewrite(data, [GREEN])
    said = CliRunner().invoke(cli.main, ["status", "--max-age", "1"])
    assert said.exit_code == 1 and "see whether the schedule still starts it" in said.output
    assert CliRunner().invoke(cli.main, ["status", "--max-age", "999999"]).exit_code == 0
    (data / "runs.jsonl").unlink()
    said = CliRunner().invoke(cli.main, ["status", "--max-age", "1"])
    assert said.exit_code == 1 and "has no green run" in said.output
    assert CliRunner().invoke(cli.main, ["status"]).exit_code == 0
    assert list(data.iterdir()) == [], "it wrote something"


@pytest.mark.parametrize(("hours", "words"), [(0.1, "6 min"), (3.5, "3 h 30 min"), (24, "1 day"), (98.4, "4 days 2 h")])
def test_ages_are_said_as_people_say_them(hours, words):
    assert status.age(hours) == words


def test_a_run_that_goes_on_is_seen_and_not_disturbed(tmp_path):
    lock = tmp_path / "run.lock"
    assert status.holder(lock) is None and not lock.exists()
    lock.touch()
    if status.holder(lock) == 0:
        pytest.skip("this system does not list its locks")
    assert status.holder(lock) is None
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        assert status.holder(lock) == holder.pid
    finally:
        holder.communicate("\n")
    assert status.holder(lock) is None
