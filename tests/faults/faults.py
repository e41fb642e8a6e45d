"""What kills steps and runs, and how one sees that all is whole after it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from service_kpi import land, ledger, publish, runs, settings
from service_kpi.contract import PROJECT

HERE = Path(__file__).parent
SALT = "a salt for tests and nothing else"
os.environ.setdefault("SERVICE_KPI_SALT", SALT)
AS_OF = "2025-03-31"
EARLIER = "20250101T000000Z-base"
# System calls that write, make durable, rename or remove.
CALLS = [
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range", "sendfile",
    "fsync", "fdatasync", "sync_file_range", "ftruncate", "truncate", "fallocate",
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat",
    "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat",
]  # fmt: skip
STEPS = ("lock", "ledger", "land", "register", "publish")  # of step.py


def need_strace() -> None:
    """Skip where system calls cannot be watched."""
    if not shutil.which("strace"):
        pytest.skip("strace is missing: apt-get install strace, then make test-faults")
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True)
    if tried.returncode:
        pytest.skip(f"strace may not watch processes here: {tried.stderr.decode().strip()}")


def environment(home: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SERVICE_KPI_", "DBT_"))}
    more = {
        "SERVICE_KPI_DATA": str(home / "data"),
        "SERVICE_KPI_SALT": os.environ["SERVICE_KPI_SALT"],
        "COLUMNS": "200",
    }
    return clean | more | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(PROJECT)}


def company(home: Path) -> settings.Settings:
    return settings.load(home / "company", home / "exports", AS_OF, home / "data")


def whole_run(home: Path, *more: str, as_of: str = AS_OF) -> subprocess.CompletedProcess:
    """`service-kpi run` on a home, to its end."""
    command = run_command(home, *more, as_of=as_of)
    return subprocess.run(command, env=environment(home), cwd=PROJECT, capture_output=True, text=True)


def run_command(home: Path, *more: str, as_of: str = AS_OF) -> list[str]:
    where = ["--company", home / "company", "--exports", home / "exports", "--as-of", as_of]
    return [sys.executable, "-m", "service_kpi", "run", *map(str, where), *more]


# ---------------------------------------------------------------- before


def ready(home: Path) -> Path:
    """Make a home that a run left one whose build was not published yet, and with something for every step to do.

    The set of before has an earlier name; the ledger is empty; a landed file left its folder, one changed, one is new.
    """
    data, exports = home / "data", home / "exports"
    published = data / "published"
    current = (published / "current").resolve()
    os.replace(current, published / EARLIER)
    (published / "current").unlink()
    (published / "current").symlink_to(EARLIER)
    for entry in (data / "ledger").glob("*/*"):
        shutil.rmtree(entry)
    (data / "runs.jsonl").unlink()
    runs.record(data, {"run_id": EARLIER, "status": "green", "started_at": "2025-01-01T00:00:00+00:00"})
    for path in (data / "target").iterdir():
        if path.name not in ("manifest.json", "partial_parse.msgpack"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    text = (exports / "calls.csv").read_text().splitlines(keepends=True)
    put(exports / "calls_gone.csv", text[0] + text[1].replace("K", "G", 1))
    land.land(company(home))
    (exports / "calls_gone.csv").unlink()
    put(exports / "calls.csv", "".join(text[:-1]))
    put(exports / "calls_new.csv", text[0] + text[1].replace("K", "N", 1))
    return home


def put(path: Path, text: str) -> None:
    """Write an export, long ago: landing need not wait whether it is still being copied."""
    path.write_text(text)
    os.utime(path, (1.7e9, 1.7e9))


def fresh(base: Path, home: Path) -> Path:
    """The base anew in the place of a home."""
    shutil.rmtree(home, ignore_errors=True)
    return Path(shutil.copytree(base, home, symlinks=True))


# ---------------------------------------------------------------- death


class Steps:
    """A process that has everything loaded and forks for each step (step.py)."""

    def __init__(self, home: Path) -> None:
        self._server = subprocess.Popen(
            [sys.executable, HERE / "step.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment(home), cwd=PROJECT, text=True,
        )  # fmt: skip

    def do(self, step: str, home: Path) -> int:
        """The step undisturbed; its exit status."""
        child = self._begin(step, home)
        os.kill(child, signal.SIGCONT)
        return int(self._answer())

    def kill_at(self, step: str, home: Path, call: str, number: int) -> bool:
        """The step, killed as it makes a system call for the n-th time; whether it lived to make so many."""
        child = self._begin(step, home)
        inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        strace = subprocess.Popen(
            ["strace", "-f", "-p", str(child), "-o", os.devnull, *inject], stderr=subprocess.PIPE, text=True
        )
        said = strace.stderr.readline()
        assert "attached" in said, said
        os.kill(child, signal.SIGCONT)
        status = int(self._answer())
        strace.communicate()
        assert status in (0, -signal.SIGKILL), f"{step} ended with {status}"
        return status != 0

    def count(self, step: str, home: Path) -> Counter[str]:
        """How often the step makes each of the calls."""
        child = self._begin(step, home)
        trace = home.parent / "trace.txt"
        watch = ["strace", "-f", "-p", str(child), "-e", f"trace={','.join(CALLS)}", "-o", str(trace)]
        strace = subprocess.Popen(watch, stderr=subprocess.PIPE, text=True)
        assert "attached" in strace.stderr.readline()
        os.kill(child, signal.SIGCONT)
        assert int(self._answer()) == 0
        strace.communicate()
        lines = [line.split(maxsplit=1)[1] for line in trace.read_text(errors="replace").splitlines()]
        return Counter(line.split("(")[0] for line in lines if "(" in line)

    def close(self) -> None:
        self._server.communicate()

    def _begin(self, step: str, home: Path) -> int:
        print(step, home, file=self._server.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        answer = self._server.stdout.readline()
        assert answer, self._server.stderr.read()
        return answer


@contextlib.contextmanager
def steps(home: Path) -> Iterator[Steps]:
    one = Steps(home)
    try:
        yield one
    finally:
        one.close()


# ---------------------------------------------------------------- after


def assert_whole(home: Path) -> str:
    """What holds after any death: readers see one whole set, and what is remembered can be read. Its run."""
    chosen = company(home)
    current = chosen.published_dir / "current"
    assert current.is_symlink() and publish.damaged(current.resolve()) == [], current
    with duckdb.connect(str(current.resolve() / "service_kpi.duckdb"), read_only=True) as reader:
        assert reader.execute("select count(*) from fct_kpi_values").fetchone()[0] > 0
    landed, lost, _ = land.condition(chosen)
    assert landed and lost == []
    ledger.entries(chosen)
    return os.readlink(current)


def remains(home: Path) -> dict:
    """What a data folder holds, without names and moments of runs: the same after a death and the next step."""
    chosen = company(home)
    current = chosen.published_dir / "current"
    manifest = json.loads((current / "manifest.json").read_text())
    tables = {name: sha256 for name, sha256 in manifest["sha256"].items() if name.endswith(".parquet")}
    landing = json.loads((chosen.landing_dir / "manifest.json").read_text())["files"]
    parquet = sorted(path.relative_to(chosen.landing_dir).as_posix() for path in chosen.landing_dir.rglob("*.parquet"))
    half = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.suffix in (".tmp", ".pending")]
    said = {}
    for kind in ledger.COLUMNS:
        files = [str(path) for path in ledger.folder(chosen).glob(f"*/{kind}.parquet")]
        with duckdb.connect() as reader:
            skipped = "(format, run_id, recorded_at)" if kind != "closed" else "(run_id, closed_at)"
            query = f"select * exclude {skipped} from read_parquet(?) order by all"
            said[kind] = reader.execute(query, [files]).fetchall() if files else []
    with duckdb.connect(str(chosen.warehouse), read_only=True) as build:
        registered = build.execute("select source_file, landed_rows from landing.files order by all").fetchall()
        try:
            counted = build.execute("select count(*) from landing_standard.calls").fetchone()
        except duckdb.IOException:
            counted = None  # landed since the build file was told, which registering does
    return {
        "tables": tables,
        "landed": sorted((one["file"], one["parquet"], one["rows"]) for one in landing),
        "parquet": parquet,
        "half": half,
        "ledger": said,
        "registered": (registered, counted),
        "log": [run["status"] for run in runs.history(chosen.data_dir)][:1],
        "report": (chosen.data_dir / "report.html").exists(),
    }
