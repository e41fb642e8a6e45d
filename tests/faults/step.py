"""Single steps of a run, each in a child process of its own: what `faults.py` kills.

Reads `STEP FOLDER` from its input, forks, and answers with the child's number; the child waits for SIGCONT, then does
the step. After it has ended the answer is its exit status. FOLDER holds company/, exports/ and data/ as a run left it.
DuckDB gets one thread and files are landed one after the other, so that the system calls come in the same order every
time; strace counts them by thread.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import traceback
from concurrent.futures import Executor, Future
from pathlib import Path

import duckdb

duckdb.connect = functools.partial(duckdb.connect, config={"threads": 1, "async_threads": 0})

from service_kpi import land, ledger, publish, run, runs, settings, warehouse  # noqa: E402
from service_kpi.build import Built, _public_tables  # noqa: E402
from service_kpi.say import Say  # noqa: E402
from service_kpi.settings import Settings  # noqa: E402


class InTurn(Executor):
    """In the place of a pool of threads: does what it is given at once."""

    def __init__(self, _: int) -> None:
        pass

    def submit(self, work, *arguments) -> Future:
        done = Future()
        done.set_result(work(*arguments))
        return done


land.ThreadPoolExecutor = InTurn
AS_OF, MONTH = "2025-03-31", "2025-03"


def company(folder: Path) -> Settings:
    return settings.load(folder / "company", folder / "exports", AS_OF, folder / "data")


def publish_again(chosen: Settings) -> None:
    """Publish the build, the ledger with it; the set before it goes (keep_published: 1). Once more: by a new name."""
    with duckdb.connect(str(chosen.warehouse), read_only=True) as build:
        ((run_id,),) = build.execute("select run_id from landing.run_context").fetchall()
    if list(chosen.published_dir.glob(f"{run_id}*")):
        run_id = runs.new_run_id(chosen.data_dir)
    publish.publish(chosen, Built(public=_public_tables(chosen), nodes=0), run_id)


def land_again(chosen: Settings) -> None:
    """Land a file that is new, one that changed, and let go of one that is gone."""
    land.land(chosen, drop_missing=True)


def register(chosen: Settings) -> None:
    """Have the build file say what has landed; settles what the ledger has pending."""
    warehouse.register(chosen, land.landed_before(chosen), runs.new_run_id(chosen.data_dir))


def lock_and_log(chosen: Settings) -> None:
    """The frame of every run: lock, line in the log, report."""
    with runs.only_run(chosen.data_dir), run._recorded(chosen, Say()):
        pass


def close_month(chosen: Settings) -> None:
    """A month closed in the ledger; nothing where it is closed already."""
    if not ledger.closed_months(chosen):
        ledger.close(chosen, MONTH)


STEPS = {
    "publish": publish_again,
    "land": land_again,
    "register": register,
    "lock": lock_and_log,
    "ledger": close_month,
}


def serve() -> None:
    """Do the steps asked for, until the input ends."""
    for line in sys.stdin:
        step, folder = line.rstrip("\n").split(" ", 1)
        child = os.fork()
        if child == 0:
            try:
                os.kill(os.getpid(), signal.SIGSTOP)
                STEPS[step](company(Path(folder)))
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
