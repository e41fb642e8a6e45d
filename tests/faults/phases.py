"""`service-kpi` that says in a file in which step of a run it is: python tests/faults/phases.py FILE ARGUMENTS."""

from __future__ import annotations

import sys
from pathlib import Path

from service_kpi import cli, run

FILE = Path(sys.argv.pop(1))
timed = run._timed


def telling(record: dict, step: str, work):
    FILE.write_text(step)
    return timed(record, step, work)


FILE.write_text("start")
run._timed = telling
cli.main()
