"""What the fault tests share: a company with calls alone, landed, built and published once."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import ready, whole_run

CALLS = "call_id,started_at,answered_at,ended_at\n" + "".join(
    f"K{n},2025-03-{n % 28 + 1:02} 09:00:00,2025-03-{n % 28 + 1:02} 09:00:10,2025-03-{n % 28 + 1:02} 09:01:00\n"
    for n in range(60)
)


@pytest.fixture(scope="session")
def base(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("faults") / "home"
    for folder in ("company", "exports"):
        (home / folder).mkdir(parents=True)
    (home / "company" / "settings.yml").write_text("company: calls\nkeep_published: 1\n")
    (home / "exports" / "calls.csv").write_text(CALLS)
    ended = whole_run(home)
    assert ended.returncode == 0, ended.stderr
    return ready(home.rename(home.with_name("base")))  # whole runs go on at the path that dbt has parsed for
