"""Whole runs on 300 requests, killed at random moments, each step of a run as often as the others (KILLS: 40 in all).

Each finds other rows of calls, requests and events gone, so that other days are built again. After each the published
set is whole. After every eighth, with all rows there, a run goes on to its end: then the build file is, row
for row, the one that the first run made from nothing. What was hit goes to data/faults/runs.json.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from differences import SCHEMAS, differences
from faults import HERE, PROJECT, assert_whole, company, environment, fresh, put, run_command, whole_run

from service_kpi import runs

KILLS, GREEN_EVERY, SEED = int(os.environ.get("KILLS", "40")), 8, int(os.environ.get("SEED", "8"))
STEPS = ["start", "land", "register", "check", "build", "check_published", "publish", "scan"]
COUNTS = PROJECT / "data" / "faults" / "runs.json"
AS_OF = "2025-06-30"
OF_EARLIER_RUNS = "intermediate.int_changed_days:"  # it compares with what was published before
VARIED = ("calls", "service_requests", "request_events")


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("runs") / "home"
    (home / "company").mkdir(parents=True)
    (home / "company" / "settings.yml").write_text("company: killed\nkeep_published: 2\n")
    made = [sys.executable, "-m", "service_kpi", "demo", "--requests", "300", "--out", str(home / "exports")]
    subprocess.run(made, env=environment(home), cwd=PROJECT, check=True, capture_output=True)
    return home


def deliver(home: Path, whole: dict[str, str], chance: random.Random, share: float) -> None:
    """Such a share of the rows of each file, chosen at random."""
    for name, text in whole.items():
        header, *rows = text.splitlines(keepends=True)
        put(home / "exports" / name, header + "".join(row for row in rows if chance.random() < share))


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
    begun = children(process)
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[1]
    until = time.monotonic() + 120  # one that still loads sees its input end when it has loaded
    while any(child.exists() for child in begun):
        assert time.monotonic() < until, "what a run began outlives it"
        time.sleep(0.05)
    assert process.returncode in (-signal.SIGKILL, 0), said
    return phase.read_text() if process.returncode else "after the end"


def children(process: subprocess.Popen) -> list[Path]:
    """The processes that a run has begun, as folders of /proc."""
    begun = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [Path("/proc", child) for child in begun.read_text().split()] if begun.exists() else []


def test_runs_killed_at_random_moments_leave_all_whole_and_the_next_one_recovers(home):
    whole = {path.name: path.read_text() for name in VARIED for path in (home / "exports").glob(f"{name}*")}
    assert len(whole) > len(VARIED)
    chance, hit, green = random.Random(SEED), Counter(), 0
    chosen, undisturbed = company(home), home / "undisturbed.duckdb"

    def run_to_the_end() -> None:
        ended = whole_run(home, as_of=AS_OF)
        assert ended.returncode == 0, ended.stderr
        assert_whole(home)

    deliver(home, whole, chance, 1)
    run_to_the_end()
    shutil.copy(chosen.warehouse, undisturbed)
    deliver(home, whole, chance, 0.9)
    run_to_the_end()
    seconds = {"start": 0.5, "scan": 0.3} | runs.history(chosen.data_dir)[-1]["seconds"]
    for number in range(1, KILLS + 1):
        deliver(home, whole, chance, 0.9)
        step = STEPS[number % len(STEPS)]
        hit[killed_in(home, step, chance.uniform(0, seconds[step]))] += 1
        assert_whole(home)
        if number % GREEN_EVERY == 0:
            deliver(home, whole, chance, 1)
            run_to_the_end()
            found = differences(chosen.warehouse, undisturbed, (*SCHEMAS, "scorecards"))
            assert [table for table in found if not table.startswith(OF_EARLIER_RUNS)] == []
            assert [path for path in chosen.data_dir.rglob("*") if path.suffix in (".tmp", ".pending")] == []
            green += 1
        told = {"kills": number, "green": green, "hit": {step: hit[step] for step in [*STEPS, "after the end"]}}
        COUNTS.parent.mkdir(parents=True, exist_ok=True)
        COUNTS.write_text(json.dumps(told, indent=1) + "\n")
    assert green and min(hit[step] for step in STEPS) > 0, hit


TOGETHER = int(os.environ.get("TOGETHER", "10"))


def test_of_two_runs_started_together_one_publishes_and_the_other_leaves(base):
    home = fresh(base, base.with_name("home"))
    for _ in range(TOGETHER):
        before = assert_whole(home)
        both = [
            subprocess.Popen(
                run_command(home, "--drop-missing", "--force"), env=environment(home), cwd=PROJECT, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        ends = sorted((process.wait(), *reversed(process.communicate())) for process in both)
        assert [end[0] for end in ends] == [0, 4], ends
        assert ends[1][1].startswith("error another run is using") and ends[1][1].strip().count("\n") == 0
        assert assert_whole(home) != before
