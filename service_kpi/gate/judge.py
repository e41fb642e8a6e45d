"""The other end of `validate`: starts it beside the run and asks it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from ..contract import PROJECT
from .rules import Expectation

GX_SEVERITY = {"fatal": "critical", "warning": "warning"}


class Judge:
    """Judges rows by expectations in a process of its own."""

    def __init__(self) -> None:
        self._process = None

    def load(self) -> None:
        """Begin to load, seconds before the first question; else that one begins it."""
        if self._process:
            return
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - close() does it
        # A session of its own: Ctrl-C is the run's to answer, and the end of its input ends this process.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service_kpi.gate.validate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=PROJECT,
            start_new_session=True,
            text=True,
            encoding="utf-8",
        )

    def failed(self, rows: list[dict], rules: list[Expectation]) -> dict[str, set[int]]:
        """Of each expectation the numbers of the rows that do not meet it; a figure that is null is not judged."""
        asked = [one for rule in rules for one in _asked(rule, rows)]
        failed = {rule.name: set() for rule in rules}
        if not asked:
            return failed
        columns = sorted({one["kwargs"]["column"] for one in asked})
        frame = [{name: row.get(name) for name in [*columns, "table_name"]} for row in rows]
        answer = self._ask({"rows": frame, "expectations": asked})
        for one, numbers in zip(asked, answer["failed"], strict=True):
            failed[one["kwargs"]["column"]] |= set(numbers)
        return failed

    def close(self) -> None:
        """End the process, where one was begun."""
        if not self._process:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._said):
            with contextlib.suppress(BrokenPipeError):  # of what was written and never read
                pipe.close()

    def _ask(self, request: dict) -> dict:
        self.load()
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip().splitlines()
            raise RuntimeError(f"Great Expectations ended without an answer: {said[-1] if said else 'it said nothing'}")
        answer = json.loads(answer)
        if "fault" in answer:
            raise RuntimeError(f"Great Expectations could not judge: {answer['fault']}")
        return answer


@contextmanager
def judge() -> Iterator[Judge]:
    """A judge that can load while other things are done."""
    one = Judge()
    try:
        yield one
    finally:
        one.close()


def _asked(rule: Expectation, rows: list[dict]) -> Iterator[dict]:
    """An expectation as Great Expectations knows it, once for each limit that its tables have; none for nothing."""
    tables = {row["table_name"] for row in rows if row.get(rule.name) is not None}
    severity = GX_SEVERITY[rule.severity]
    if rule.in_set and tables:
        kwargs = {"column": rule.name, "value_set": list(rule.in_set)}
        yield {"type": "ExpectColumnValuesToBeInSet", "kwargs": kwargs, "severity": severity}
    for limit in sorted({rule.limit(table) for table in tables}) if not rule.in_set else ():
        side = "min_value" if rule.at_most is None else "max_value"
        kwargs = {"column": rule.name, side: limit}
        if rule.exports:
            mine = sorted(table for table in tables if rule.limit(table) == limit)
            kwargs |= {"row_condition": f"table_name in {mine!r}", "condition_parser": "pandas"}
        yield {"type": "ExpectColumnValuesToBeBetween", "kwargs": kwargs, "severity": severity}
