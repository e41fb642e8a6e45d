"""The demo company 云帆服务: made-up exports of any size, the same bytes for the same seed.

What happens in the company stands in the SQL files beside this one, a theme a file, run in the order of
their numbers. This module sets the size, writes the files and adds the rows planted by name.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import duckdb
import xlsxwriter

from ..errors import UserError
from ..sql import sql_text
from .planted import PLANTED

# File -> what DuckDB selects for it, in the order they are written.
FILES = {
    "agents.xlsx": "from export_agents",
    "customers.csv": "from export_customers",
    "services.csv": "from export_services",
    "service_requests_2024H1.csv": "from export_service_requests where created_at < timestamp '2024-07-01'",
    "service_requests_2024H2.csv": "from export_service_requests where created_at >= timestamp '2024-07-01' "
    "and created_at < timestamp '2025-01-01'",
    "service_requests_2025H1.csv": "from export_service_requests where created_at >= timestamp '2025-01-01'",
    "service_requests_2025H1_corrections.csv": "from export_service_requests_corrections",
    "request_events.csv": "from export_request_events",
    "calls.csv": "from export_calls",
    "calls_2025-05_resend.csv": "from export_calls_resend",
    "complaints.csv": "from export_complaints",
    "survey_responses.csv": "from export_survey_responses",
    "quality_audits.csv": "from export_quality_audits",
    "training_records.csv": "from export_training_records",
    "agent_goals.csv": "from export_agent_goals",
    "agent_assessments.csv": "from export_agent_assessments",
    "agent_shifts.csv": "from export_agent_shifts",
    "service_finances.csv": "from export_service_finances",
    "orders.csv": "from export_orders",
    "member_activity.csv": "from export_member_activity",
    "maintenance_tasks.csv": "from export_maintenance_tasks",
    "store_checkouts.csv": "from export_store_checkouts",
    "stockouts.csv": "from export_stockouts",
    "improvement_actions.csv": "from export_improvement_actions",
}
ENCODINGS = {"complaints.csv": "gb18030", "customers.csv": "utf-8-sig"}  # the others: UTF-8 without a mark
LARGEST = 100_000_000


def generate(requests: int, seed: int, out: Path, threads: int | None = None) -> None:
    """Write the twenty exports of the demo company into the folder `out`, made where it is missing.

    requests: service requests over the eighteen months, 1 to 100 million; everything else is in proportion.
    seed: any whole number from 0; the same requests and seed give the same bytes (with the same DuckDB).
    threads: of DuckDB; None for all of the machine. They change the speed alone.
    Raises UserError where an argument makes no sense or the files cannot be written.
    """
    if not 1 <= requests <= LARGEST:
        raise UserError(f"--requests {requests}: give a number of service requests from 1 to {LARGEST:,}.")
    if not 0 <= seed < 2**63:
        raise UserError(f"--seed {seed}: give a whole number from 0 to {2**63 - 1}.")
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".demo-", dir=out) as scratch:
            _write_all(_Company(requests, seed, threads, Path(scratch)), out, Path(scratch))
    except (OSError, duckdb.IOException) as error:
        raise UserError(f"{out}: the demo exports cannot be written: {' '.join(str(error).split())}") from error


class _Company:
    """A database in memory that holds the company's tables and one `export_*` view an export."""

    def __init__(self, requests: int, seed: int, threads: int | None, scratch: Path):
        self._variables = {"seed": seed, **_sizes(requests)}
        self._database = duckdb.connect(config={"memory_limit": "6GB", "temp_directory": str(scratch / "spill")})
        if threads is not None:
            self._database.execute(f"set threads = {int(threads)}")
        with self.session() as session:
            for path in sorted(Path(__file__).parent.glob("*.sql")):
                session.execute(path.read_text(encoding="utf-8"))

    def session(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own, for one thread, that knows the variables."""
        session = self._database.cursor()
        for name, value in self._variables.items():
            session.execute(f"set variable {name} = {value}::bigint")
        return session


def _sizes(requests: int) -> dict[str, int]:
    """How large the company is: a larger one has busier agents, larger teams and more loyal customers.

    It also answers more calls by machine before anybody hears them, and asks a sample of its customers instead of many.
    """
    scale = requests / 6000
    rarer = min(1.0, scale**-0.16)
    customers = max(20, round(1200 * scale**0.85))
    return {
        "requests": requests,
        "loose_calls": round(requests * 0.34 * rarer),  # inbound calls that became no request
        "asked_per_mille": round(1000 * rarer),  # how many are asked in a survey, or at all, against a small company
        "orders": customers * 7 // 5 + 5,
        "agents": max(10, round(28 * scale**0.55)),  # joiners and leavers included
        "teams": min(40, max(3, round(5 * scale**0.25))),
        "stores": min(200, max(4, round(12 * scale**0.35))),
        "customers": customers,
        "founders": customers * 7 // 10,  # customers before the first day
        "id_base": max(100_000, 10 ** len(str(requests))),
    }


def _write_all(company: _Company, out: Path, scratch: Path) -> None:
    """Two files at a time: while one waits for the disk or for Python, the other is worked on."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_write, company, name, out, scratch) for name in FILES]:
            done.result()


def _write(company: _Company, name: str, out: Path, scratch: Path) -> None:
    written = scratch / name
    with company.session() as session:
        if name.endswith(".xlsx"):
            _write_sheet(session.sql(FILES[name]), written)
        else:
            session.execute(f"copy ({FILES[name]}) to {sql_text(written)} (format csv, header true)")
    _append(written, PLANTED.get(name, []))
    if name in ENCODINGS:
        written = _encode(written, ENCODINGS[name])
    written.replace(out / name)


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    """Add the planted rows at the end. The key `cut_after` names the last field of a row that is cut short."""
    if not rows:
        return
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            fields = [row.get(column, "") for column in columns]
            writer.writerow(fields[: columns.index(row["cut_after"]) + 1] if "cut_after" in row else fields)


def _encode(path: Path, encoding: str) -> Path:
    encoded = path.with_name(path.name + ".encoded")
    with (
        path.open(encoding="utf-8", newline="") as source,
        encoded.open("w", encoding=encoding, newline="") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
    return encoded


def _write_sheet(relation: duckdb.DuckDBPyRelation, path: Path) -> None:
    """One sheet with a header; columns `*_on` become date cells, as people keep them."""
    with xlsxwriter.Workbook(str(path)) as book:
        # A workbook carries the moment it was made: fixed, so that the bytes are.
        book.set_properties({"title": "agents", "created": datetime(2025, 6, 30, 18)})
        sheet = book.add_worksheet("agents")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, relation.columns)
        for number, row in enumerate(relation.fetchall(), start=1):
            for place, (column, value) in enumerate(zip(relation.columns, row, strict=True)):
                if value is not None and column.endswith("_on"):
                    sheet.write_datetime(number, place, date.fromisoformat(value), day)
                elif value is not None:
                    sheet.write(number, place, value)
