"""Death at every system call that writes, syncs, renames or removes, one after the other until the step ends by itself.

After each: the published set is whole, the step done once more is green and leaves what it leaves undisturbed. After
every tenth (KILLS_PER_RUN) a whole run. STEPS and CALLS, such as "land,lock" and "rename", choose. The counts go to
data/faults/steps.json.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import faults
import pytest
from faults import PROJECT, STEPS, Steps, assert_whole, fresh, need_strace, remains, steps, whole_run

KILLS_PER_RUN = int(os.environ.get("KILLS_PER_RUN", "10"))
CHOSEN = os.environ.get("STEPS", ",".join(STEPS)).split(",")
CALLS = os.environ.get("CALLS", ",".join(faults.CALLS)).split(",")
COUNTS = PROJECT / "data" / "faults" / "steps.json"


@pytest.fixture(scope="module")
def server(base) -> Iterator[Steps]:
    need_strace()
    with steps(base) as one:
        yield one


@pytest.mark.parametrize("step", CHOSEN)
def test_a_step_killed_at_every_call_leaves_all_whole_and_the_next_one_recovers(base, server, step):
    home = base.with_name("home")
    counted = server.count(step, fresh(base, home))
    undisturbed = remains(home)
    deaths: dict[str, int] = {}
    for call in [call for call in counted if call in CALLS]:
        number = 1
        while server.kill_at(step, fresh(base, home), call, number):
            where = f"{step} killed at {call} number {number}"
            assert_whole(home)
            assert server.do(step, home) == 0, where
            assert_whole(home)
            assert remains(home) == undisturbed, where
            deaths[call] = number
            if sum(deaths.values()) % KILLS_PER_RUN == 0:
                ended = whole_run(home, "--drop-missing")
                assert ended.returncode == 0, (where, ended.stderr)
                assert_whole(home)
            number += 1
        assert number > 1, f"{step} makes no {call} where it is watched for it alone"
        record(step, deaths)


def record(step: str, deaths: dict[str, int]) -> None:
    COUNTS.parent.mkdir(parents=True, exist_ok=True)
    told = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
    COUNTS.write_text(json.dumps(told | {step: told.get(step, {}) | deaths}, indent=1, sort_keys=True) + "\n")
