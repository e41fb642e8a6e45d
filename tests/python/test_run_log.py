"""The log of runs and the names of runs: what a full disk, a power cut and a clock put back leave of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service_kpi import runs

GREEN = {"run_id": "20250630T160000Z-aaaa", "status": "green", "started_at": "2025-06-30T16:00:00+00:00"}
RED = {"run_id": "20250701T160000Z-bbbb", "status": "red", "started_at": "2025-07-01T16:00:00+00:00", "message": "no"}


@pytest.mark.parametrize("broken", [b'{"run_id": "2025', b'{"run_id": "2025\n', b"\xff\xfe\n", b"[]\n", b"\n"])
def test_a_line_that_was_cut_short_hides_no_other_run(tmp_path, broken):
    runs.record(tmp_path, GREEN)
    with open(tmp_path / "runs.jsonl", "ab") as log:
        log.write(broken)
    assert runs.failed_since(tmp_path, GREEN["run_id"]) is None
    runs.record(tmp_path, RED)
    assert runs.history(tmp_path) == [GREEN, RED]
    assert runs.failed_since(tmp_path, GREEN["run_id"]) == RED
    runs.rewrite(tmp_path, runs.history(tmp_path))
    assert (tmp_path / "runs.jsonl").read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("known_by", ["published", "ledger/demo-1", "log"])
def test_a_clock_put_back_names_no_run_before_the_last_one(tmp_path, known_by):
    later = datetime.now(UTC) + timedelta(days=3)
    name = later.strftime(runs.TIME) + "-ffff"
    if known_by == "log":
        runs.record(tmp_path, GREEN | {"run_id": name})
    else:
        (tmp_path / known_by / name).mkdir(parents=True)
        (tmp_path / known_by / "by-hand").mkdir()
    assert runs.new_run_id(tmp_path) > name
    assert runs.moment_of(runs.new_run_id(tmp_path)) == later.replace(microsecond=0) + timedelta(seconds=1)


def test_two_runs_of_one_second_keep_their_order(tmp_path):
    names = []
    for _ in range(20):
        names.append(runs.new_run_id(tmp_path))
        runs.record(tmp_path, GREEN | {"run_id": names[-1]})
    assert names == sorted(names) and runs.moment_of(names[0]) is not None
