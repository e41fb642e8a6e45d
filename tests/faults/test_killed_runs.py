"""Whole runs on 300 requests, killed at random moments, each step of a run as often as the others (KILLS: 40 in all).

After each the published set is whole and readable; after every eighth a run goes on to its end. At last the figures are
those of a run that nobody disturbed. What was hit goes to data/faults/runs.json.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from faults import HERE, PROJECT, assert_whole, company, environment, fresh, put, run_command, whole_run

KILLS, GREEN_EVERY, SEED = int(os.environ.get("KILLS", "40")), 8, int(os.environ.get("SEED", "8"))
STEPS = ["start", "land", "register", "check", "build", "check_published", "publish", "scan"]
COUNTS = PROJECT / "data" / "faults" / "runs.json"
AS_OF = "2025-06-30"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("runs") / "home"
    (home / "company").mkdir(parents=True)
    (home / "company" / "settings.yml").write_text("company: killed\nkeep_published: 2\n")
    made = [sys.executable, "-m", "service_kpi", "demo", "--requests", "300", "--out", str(home / "exports")]
    subprocess.run(made, env=environment(home), cwd=PROJECT, check=True, capture_output=True)
    return home


def deliver(home: Path, calls: str, number: int) -> None:
    """The calls again, every second time without the last one: there is something to land and to publish."""
    lines = calls.splitlines(keepends=True)
    put(home / "exports" / "calls_again.csv", "".join(lines[: len(lines) - number % 2]))


def figures(home: Path) -> tuple:
    current = (home / "data" / "published" / "current").resolve()
    with duckdb.connect(str(current / "service_kpi.duckdb"), read_only=True) as reader:
        return reader.execute(
            "select count(*), bit_xor(hash(kpi_id, scope_type, scope_id, period_grain, period_start, status,"
            " round(value, 9))) from fct_kpi_values"
        ).fetchone()


def killed_in(home: Path, step: str, moment: float) -> str:
    """Start a run and kill it so long after it began the step; the step that it was in then."""
    phase = home / "phase"
    phase.unlink(missing_ok=True)
    arguments = run_command(home, as_of=AS_OF)[3:]
    process = subprocess.Popen(
        [sys.executable, str(HERE / "phases.py"), str(phase), *arguments],
        env=environment(home), cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    reached = STEPS.index(step)
    while process.poll() is None and (not phase.exists() or STEPS.index(phase.read_text() or "start") < reached):
        time.sleep(0.002)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[1]
    assert process.returncode in (-signal.SIGKILL, 0), said
    return phase.read_text() if process.returncode else "after the end"


def test_runs_killed_at_random_moments_leave_all_whole_and_the_next_one_recovers(home):
    calls = (home / "exports" / "calls.csv").read_text()
    deliver(home, calls, 0)
    ended = whole_run(home, as_of=AS_OF)
    assert ended.returncode == 0, ended.stderr
    undisturbed = figures(home)
    (line,) = (home / "data" / "runs.jsonl").read_text().splitlines()
    seconds = {"start": 0.5, "scan": 0.3} | json.loads(line)["seconds"]
    chance, hit, green = random.Random(SEED), Counter(), 1
    for number in range(1, KILLS + 1):
        deliver(home, calls, number)
        step = STEPS[number % len(STEPS)]
        hit[killed_in(home, step, chance.uniform(0, seconds[step]))] += 1
        assert_whole(home)
        if number % GREEN_EVERY == 0:
            ended = whole_run(home, as_of=AS_OF)
            assert ended.returncode == 0, ended.stderr
            assert_whole(home)
            green += 1
        told = {"kills": number, "green": green, "hit": {step: hit[step] for step in [*STEPS, "after the end"]}}
        COUNTS.parent.mkdir(parents=True, exist_ok=True)
        COUNTS.write_text(json.dumps(told, indent=1) + "\n")
    deliver(home, calls, 0)
    ended = whole_run(home, as_of=AS_OF)
    assert ended.returncode == 0, ended.stderr
    assert figures(home) == undisturbed
    half = [path for path in company(home).data_dir.rglob("*") if path.suffix in (".tmp", ".pending")]
    assert half == []
    assert min(hit[step] for step in STEPS) > 0, hit


TOGETHER = int(os.environ.get("TOGETHER", "10"))


def test_of_two_runs_started_together_one_publishes_and_the_other_leaves(base):
    home = fresh(base, base.with_name("home"))
    for _ in range(TOGETHER):
        before = assert_whole(home)
        both = [
            subprocess.Popen(
                run_command(home, "--drop-missing"), env=environment(home), cwd=PROJECT, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        ends = sorted((process.wait(), *reversed(process.communicate())) for process in both)
        assert [end[0] for end in ends] == [0, 4], ends
        assert ends[1][1].startswith("error another run is using") and ends[1][1].strip().count("\n") == 0
        assert assert_whole(home) != before
