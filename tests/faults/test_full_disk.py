"""A file system that is really full, or can only be read: one clear line, the set whole, and green again after."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import assert_whole, environment, fresh, put, run_command, whole_run

from service_kpi.contract import PROJECT

SIZE = 160_000_000  # of the file system; a run of a company with calls alone leaves 25 MB


@pytest.fixture
def small(tmp_path) -> Iterator[Path]:
    """A file system of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def fill(folder: Path, left: int) -> Path:
    """Take all room but so many bytes."""
    filler = folder / "filler"
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - left)
    return filler


@pytest.mark.parametrize("left", [0, 40_000, 400_000, 4_000_000, 12_000_000])
def test_a_full_file_system_is_said_in_one_line_and_recovered_from(base, small, left):
    home = fresh(base, small / "home")
    before = assert_whole(home)
    rows = "".join(f"F{n},2025-03-07 09:00:00,2025-03-07 09:00:10,2025-03-07 09:01:00\n" for n in range(20_000))
    put(home / "exports" / "calls_full.csv", "call_id,started_at,answered_at,ended_at\n" + rows)
    filler = fill(small, left)
    ended = subprocess.run(
        run_command(home, "--drop-missing"), env=environment(home), cwd=PROJECT, capture_output=True, text=True
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stderr.strip().count("\n") == 0 and "Traceback" not in ended.stderr + ended.stdout, ended.stderr
    assert "No space left on device" in ended.stderr and "make room" in ended.stderr, ended.stderr
    assert assert_whole(home) == before
    filler.unlink()
    ended = whole_run(home, "--drop-missing")
    assert ended.returncode == 0, ended.stderr
    assert assert_whole(home) != before


def test_a_file_system_that_can_only_be_read_is_said_in_one_line_and_recovered_from(base, small):
    home = fresh(base, small / "home")
    before = assert_whole(home)
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    ended = whole_run(home, "--drop-missing")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stderr.strip().count("\n") == 0 and "Traceback" not in ended.stderr + ended.stdout, ended.stderr
    assert "Read-only file system" in ended.stderr and "permissions" in ended.stderr, ended.stderr
    assert assert_whole(home) == before
    subprocess.run(["mount", "-o", "remount,rw", small], check=True)
    ended = whole_run(home, "--drop-missing")
    assert ended.returncode == 0, ended.stderr
    assert assert_whole(home) != before
