"""Runs dbt in this process: builds and tests every table from what is landed."""

from __future__ import annotations

import contextlib
import errno
import gc
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from . import partitions, seeds, warehouse
from .contract import PROJECT
from .errors import BuildError, UsageError, UserError
from .files import FULL
from .say import Say
from .settings import Settings, dbt_defaults

# Below this many rows landed, what a build takes is dbt's own work on each model and test: one may be prepared while
# DuckDB is at another. From here on the profile's one thread: two heavy models side by side exhaust memory.
FEW_ROWS = 1_000_000
# DuckDB fills what memory it may: below MANY_ROWS it is as quick with little of it; from there on the profile's limit.
MANY_ROWS = 5_000_000
LITTLE_MEMORY = "1100MB"


@dataclass(frozen=True)
class PublicTable:
    """A table that is published: where it lies in the build file, and what dbt's YAML says of it."""

    name: str
    schema: str
    description: str
    columns: dict[str, str]  # column -> description


@dataclass(frozen=True)
class Built:
    """What a green build leaves."""

    public: list[PublicTable]
    nodes: int


def dbt_environment(settings: Settings) -> dict[str, str]:
    """The environment variables that dbt_project.yml and profiles.yml read; SERVICE_KPI_MEMORY only where it is set by
    nobody and little is enough."""
    memory = {"SERVICE_KPI_MEMORY": LITTLE_MEMORY} if _rows_landed(settings) < MANY_ROWS else {}
    return {
        **{name: value for name, value in memory.items() if name not in os.environ},
        "SERVICE_KPI_COMPANY": str(_within_the_project(settings.company_dir).relative_to(PROJECT)),
        "SERVICE_KPI_DATA": str(settings.data_dir),
        "DBT_PROJECT_DIR": str(PROJECT),
        "DBT_PROFILES_DIR": str(PROJECT),
        "DBT_TARGET_PATH": str(settings.data_dir / "target"),
        "DBT_LOG_PATH": str(settings.data_dir / "logs"),
    }


def _within_the_project(company_dir: Path) -> Path:
    """The company's folder, or a link to it: dbt writes what it compiled to <target>/<path of the file>, and where that
    path leads out of the project it overwrites the company's own models and seeds."""
    if company_dir.is_relative_to(PROJECT):
        return company_dir
    link = PROJECT / ".companies" / f"{company_dir.name}-{hashlib.sha256(bytes(company_dir)).hexdigest()[:8]}"
    link.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError):
        link.symlink_to(company_dir)
    return link


def dbt_vars(settings: Settings) -> dict:
    """What the settings change of dbt_project.yml's vars; nothing where they agree, so that plain dbt does the same."""
    defaults = dbt_defaults()
    wanted = {
        "reporting_timezone": settings.reporting_timezone,
        "reporting_currency": settings.reporting_currency,
        "source_timezones": {"standard": settings.reporting_timezone}
        | {source.name: source.timezone for source in settings.sources},
        "source_forms": {source.name: source.forms for source in settings.sources if source.forms},
        "entity_sources": {e: given for e, given in settings.entities.items() if given != ["standard"]},
        "company_seeds": seeds.company_seeds(settings.company_dir),
        "agent_names": settings.privacy.agent_names,
        "agent_pages": settings.privacy.agent_pages,
        **settings.vars,
    }
    return {name: value for name, value in wanted.items() if defaults.get(name) != value}


def _rows_landed(settings: Settings) -> int:
    """The rows of the files in force, as the build file was told last; none where there is no build file."""
    if not settings.warehouse.exists():
        return 0
    with warehouse.connect(settings, read_only=True) as connection:
        return connection.execute(
            "select coalesce(sum(landed_rows), 0) from landing.files where is_in_force"
        ).fetchone()[0]


def build(settings: Settings, say: Say, target: str = "duckdb") -> Built:
    """Build and test all tables.

    Raises BuildError: which models or tests were red, and on which rows.
    """
    os.environ.update(dbt_environment(settings))
    dbt_runner = load_dbt()
    arguments = ["build", "--target", target, "--quiet", "--log-level", "none"]
    arguments += ["--exclude-resource-type", "unit_test", "--exclude", "path:seeds,resource_type:test"]  # seeds.check
    if _rows_landed(settings) < FEW_ROWS:
        arguments += ["--threads", "2"]
    if changed := dbt_vars(settings):
        arguments += ["--vars", json.dumps(changed, ensure_ascii=False, sort_keys=True)]
    with say.progress("building") as bar:
        task = bar.add_task("reading the project", total=None)

        def follow(event) -> None:
            if event.info.name == "ConcurrencyLine":
                bar.update(task, description="building", total=event.data.node_count)
            elif event.info.name == "NodeFinished":
                bar.advance(task)

        result = dbt_runner(callbacks=[follow]).invoke(arguments)
    _let_go_of_the_build_file()
    gc.freeze()  # and what it leaves is not looked through afterwards either
    gc.enable()

    if isinstance(result.exception, KeyboardInterrupt):
        raise KeyboardInterrupt
    if result.exception is not None:
        _told_full(settings, str(result.exception))
        raise BuildError(f"dbt could not start: {_one_line(str(result.exception))}")
    failed = [r for r in result.result.results if r.status in ("error", "fail", "runtime error", "partial success")]
    _told_full(settings, *(r.message or "" for r in failed))
    if failed or not result.success:
        raise BuildError(_what_failed(settings, failed))
    return Built(public=_public_tables(settings), nodes=len(result.result.results))


def _told_full(settings: Settings, *messages: str) -> None:
    """Raise the OSError of a full disk where that is what dbt complains of: one line, not one a model."""
    if any(FULL in message for message in messages):
        raise OSError(errno.ENOSPC, FULL, str(settings.warehouse.parent))


def load_dbt() -> type:
    """dbt's dbtRunner: three seconds of import, only when there is something to build."""
    gc.disable()  # next to nothing of what dbt makes falls due before it ends: looking it through cost seconds
    from dbt.cli.main import dbtRunner

    return dbtRunner


def _let_go_of_the_build_file() -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment = (
        DuckDBConnectionManager._ENV
    )  # close_all_connections() only forgets it, and what else holds it stays open
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()


def _public_tables(settings: Settings) -> list[PublicTable]:
    """The models that the dbt project calls public."""
    manifest = json.loads((settings.data_dir / "target" / "manifest.json").read_text(encoding="utf-8"))
    return [
        PublicTable(
            name=node["name"],
            schema=node["schema"],
            description=node["description"],
            columns={name: column["description"] for name, column in node["columns"].items()},
        )
        for _, node in sorted(manifest["nodes"].items())
        if node["resource_type"] == "model" and node["config"].get("access") == "public"
    ]


def _what_failed(settings: Settings, failed: list) -> str:
    """Each red node on a line, a failed test with up to 20 of the rows it complains of."""
    lines = [f"{len(failed)} of dbt's models and tests failed; nothing was published, the last published set stands."]
    for result in failed:
        lines.append(f"{result.node.name}: {_one_line(result.message or str(result.status))}")
        if result.node.resource_type == "test" and result.status == "fail":
            lines += [f"    {row}" for row in _failing_rows(settings, result.node.compiled_code)]
    lines.append(f"The SQL that ran is under {settings.data_dir / 'target' / 'run'}.")
    return "\n".join(lines)


def _failing_rows(settings: Settings, sql: str) -> list[str]:
    connection = warehouse.connect(settings, read_only=True)
    try:
        cursor = connection.execute(sql)  # no `limit`: DuckDB 2.0 can wait for ever on one over several CTEs
        names = [column[0] for column in cursor.description]
        return [", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in cursor.fetchmany(20)]
    except Exception as error:  # the message is a help, not a second failure
        return [f"(its rows could not be shown: {_one_line(str(error))})"]
    finally:
        connection.close()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def run_dbt(settings: Settings, arguments: list[str]) -> int:
    """dbt itself with this company's settings; returns its exit code. Raises UserError where nothing was landed yet."""
    reads_project = arguments and not arguments[0].startswith("-") and arguments[0] not in ("deps", "clean", "debug")
    if reads_project and arguments[0] != "parse" and not settings.warehouse.exists():
        raise UserError(f"nothing was landed in {settings.data_dir} yet: run `service-kpi land` or `service-kpi run`.")
    if arguments[:1] in (["run"], ["build"]):
        with warehouse.connect(settings) as connection:
            partitions.start_anew_if_made_otherwise(connection, settings)
    os.environ.update(dbt_environment(settings))
    dbt_runner = load_dbt()
    extra = []
    if reads_project and not {"-t", "--target"}.intersection(arguments):
        # As a run names it: by another name of the same target dbt takes the project for another one and reads it anew.
        extra = ["--target", os.environ.get("SERVICE_KPI_TARGET", "duckdb")]
    if reads_project and (changed := dbt_vars(settings)):
        extra += ["--vars", json.dumps(changed, ensure_ascii=False, sort_keys=True)]
    result = dbt_runner().invoke([*arguments, *extra])
    _let_go_of_the_build_file()
    if result.exception is not None:
        usage = type(result.exception).__name__ == "DbtUsageException"
        raise (UsageError if usage else BuildError)(f"dbt: {_one_line(str(result.exception))}")
    return 0 if result.success else BuildError.exit_code


def project_revision() -> str:
    """The commit that the code is at, or 'unknown' outside a git checkout."""
    head = PROJECT / ".git" / "HEAD"
    try:
        text = head.read_text().strip()
        if not text.startswith("ref: "):
            return text
        ref = PROJECT / ".git" / text[5:]
        if ref.is_file():
            return ref.read_text().strip()
        packed = (PROJECT / ".git" / "packed-refs").read_text().splitlines()
        return next(line.split()[0] for line in packed if line.endswith(text[5:]))
    except (OSError, StopIteration):
        return "unknown"
