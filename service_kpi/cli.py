"""The command line: `service-kpi COMMAND`. Each command says in one line what went wrong and what to do."""

from __future__ import annotations

import os
import signal
import sys
import traceback

import click

from . import __version__, settings
from .errors import UserError
from .runs import ask_to_stop, raise_again
from .say import Say, is_chinese


class Commands(click.Group):
    """Turns what a user can put right into one line and an exit code; a trace only with --debug."""

    def invoke(self, context: click.Context):
        signal.signal(signal.SIGINT, ask_to_stop)
        signal.signal(signal.SIGTERM, ask_to_stop)
        sys.unraisablehook = raise_again
        try:
            return super().invoke(context)
        except UserError as error:
            _end(context, str(error), error.exit_code)
        except KeyboardInterrupt:
            _end(context, "interrupted: nothing was published; the next run takes up where this one stopped.", 130)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            where = error.filename or "the data folder"
            _end(
                context, f"{where}: {error.strerror or error}: make room or correct its permissions, then run again.", 1
            )
        except MemoryError:
            memory = os.environ.get("SERVICE_KPI_MEMORY", "4GB")
            _end(context, f"out of memory: set SERVICE_KPI_MEMORY (now {memory}) lower, so that DuckDB spills.", 1)
        except Exception as error:
            text = " ".join(str(error).split())
            _end(context, f"{type(error).__name__}: {text} (this is a defect; --debug shows the trace)", 70)


def _end(context: click.Context, message: str, code: int) -> None:
    if context.params.get("debug"):
        traceback.print_exc()
    (context.obj or Say()).error(message)
    sys.exit(code)


def company_options(command):
    """The options by which a command finds the company, its exports and its clock."""
    for option in (
        click.option("--as-of", metavar="DATE", help="The end of that local day is the clock of every figure."),
        click.option("--exports", metavar="DIR", help="Read the export files from here."),
        click.option(
            "--company",
            metavar="DIR",
            help="The company folder (default: companies/demo, or with --exports alone a blank one).",
        ),
    ):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="service-kpi")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="json: one object a line.")
@click.pass_context
def main(context: click.Context, debug: bool, log_format: str) -> None:
    """Raw customer-service exports in, tested KPI tables out."""
    context.obj = Say(as_json=log_format == "json")


drop_missing = click.option(
    "--drop-missing", is_flag=True, help="Let go of landed files that are no longer in their folder."
)
target = click.option("--target", type=click.Choice(["duckdb"]), default="duckdb", help="The engine to build on.")


force = click.option(
    "--force", is_flag=True, help="Build in any case; publish also what the holds would keep back: it is recorded."
)


@main.command()
@company_options
@target
@drop_missing
@force
@click.pass_obj
def run(say: Say, company, exports, as_of, target, drop_missing, force) -> None:
    """Land, build, test, publish with a report; print the company scorecard."""
    from . import run as steps

    steps.run(settings.load(company, exports, as_of), say, target, drop_missing, force)


@main.command()
@company_options
@drop_missing
@click.pass_obj
def land(say: Say, company, exports, as_of, drop_missing) -> None:
    """Land the export files; build nothing."""
    from . import run as steps

    steps.land_only(settings.load(company, exports, as_of), say, drop_missing)


@main.command()
@company_options
@drop_missing
@click.pass_obj
def check(say: Say, company, exports, as_of, drop_missing) -> None:
    """Land the export files and judge them as a whole; build nothing."""
    from . import run as steps

    steps.check_only(settings.load(company, exports, as_of), say, drop_missing)


@main.command()
@company_options
@target
@force
@click.pass_obj
def build(say: Say, company, exports, as_of, target, force) -> None:
    """Build, test and publish what was landed before."""
    from . import run as steps

    published = steps.build_and_publish(settings.load(company, exports, as_of), say, target, force)
    say.line(f"published: {published}")


@main.command()
@company_options
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day, as 2025-06-01.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@force
@click.pass_obj
def rebuild(say: Say, company, exports, as_of, first, last, force) -> None:
    """Build days anew from what was landed, with all that is made of them, and publish."""
    from . import run as steps

    if first > last:
        raise click.UsageError(f"--from {first:%Y-%m-%d} lies after --to {last:%Y-%m-%d}.")
    published = steps.rebuild(settings.load(company, exports, as_of), say, first.date(), last.date(), force)
    say.line(f"published: {published}")


@main.command()
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.option(
    "--audience",
    type=click.Choice(["managers", "board", "customers", "front_line"]),
    default="managers",
    help="Whom it is for (default: managers); front_line: a page per agent, where the policy shows agents.",
)
@click.option("--exports", metavar="DIR", help="As in the run, where it said so: the folder of the exports.")
@click.pass_obj
def report(say: Say, company, audience, exports) -> None:
    """Write the report page of the published set anew, for those who are to read it."""
    from . import run as steps

    say.line(f"report: {steps.rewrite_report(settings.load(company, exports), audience)}")


@main.command()
@click.option("--last", type=click.IntRange(min=0), default=10, show_default=True, help="Runs listed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--max-age", type=click.FloatRange(min=0), metavar="HOURS", help="End with 1 where the last green run is older."
)
@click.pass_obj
def status(say: Say, last, as_json, max_age) -> None:
    """Say when the last run was and the last green one, what is published, what failed last and why."""
    from . import status as told

    found = told.status(settings.data_folder(), last)
    told.tell(found, say, as_json)
    if max_age is not None:
        told.too_old(found, max_age)


@main.command()
@click.option("--exports", metavar="DIR", help="Of the blank company: the folder of its exports.")
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def doctor(say: Say, exports, company) -> None:
    """Look at installation, settings, folders, disk and permissions, and say what to do; change nothing."""
    from . import doctor as checks

    checks.tell(checks.examine(company, exports), say)


@main.command("close")
@click.argument("month", required=False)
@click.option("--list", "listed", is_flag=True, help="List the closed months.")
@click.option("--exports", metavar="DIR", help="Of the blank company: the folder of its exports.")
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def close_month(say: Say, month, listed, exports, company) -> None:
    """Close a month, as 2025-06: with `restatements: freeze` its published figures stay what they are."""
    from . import ledger

    chosen = settings.load(company, exports)
    if (month is None) is not listed:
        raise click.UsageError("name a month, as 2025-06, or give --list.")
    if listed:
        for closed in ledger.closed_months(chosen):
            say.line(f"{closed.month:%Y-%m} closed {closed.closed_at} UTC with the figures of {closed.run_id}")
        return
    closed = ledger.close(chosen, month)
    say.line(f"{closed.month:%Y-%m} is closed with the figures of {closed.run_id}.")
    if chosen.restatements == "restate":
        say.note(
            "restatements: restate: its figures may still change, and kpi_restatements shows it (freeze keeps them)."
        )


@main.command()
@click.argument("kpi")
@click.option("--period", metavar="PERIOD", required=True, help="2025, 2025-Q2, 2025-06, 2025-W23 or 2025-06-14.")
@click.option("--scope", metavar="SCOPE", default="company", show_default=True, help="company, or as team:T1.")
@click.option("--limit", type=click.IntRange(min=0), default=5, show_default=True, help="Rows shown of each part.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write all rows there.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Default: that of the terminal.")
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def explain(say: Say, kpi, period, scope, limit, csv_file, language, company) -> None:
    """Show the rows behind a figure: what counts above and below the line, what was left out and why."""
    from pathlib import Path

    from . import explain as rows
    from .runs import only_run

    chosen = settings.load(company)
    language = language or ("zh" if is_chinese() else "en")
    with only_run(chosen.data_dir), rows.open_build(chosen) as build:
        explained = rows.explain(build, kpi, period, scope, language)
        rows.tell(build, explained, say, limit, Path(csv_file) if csv_file else None, language)


@main.command()
@click.option("--source", metavar="S", help="Of this source.")
@click.option("--entity", metavar="E", help="Of this export, as calls.")
@click.option("--reason", metavar="R", help="Where column and reason hold this text: `started_at`, `not a number`.")
@click.option("--file", metavar="F", help="Of the files whose name holds this text.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows shown.")
@click.option("--csv", "csv_file", metavar="OUT", help="Write all of them there as they were landed, to be corrected.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Default: that of the terminal.")
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def rejects(say: Say, source, entity, reason, file, limit, csv_file, language, company) -> None:
    """List the rows that the last build rejected: how many by file and reason, then which."""
    from pathlib import Path

    from . import rejects as rows
    from .runs import only_run

    chosen = settings.load(company)
    chinese = language == "zh" if language else is_chinese()
    with only_run(chosen.data_dir), rows.open_build(chosen) as build:
        found = rows.rejected_rows(build, rows.Wanted(source, entity, reason, file))
        rows.tell(found, say, limit, chinese)
        if csv_file:
            written = rows.write_csv(build, chosen, found, Path(csv_file))
            say.line(rows.WORDS["written"][chinese].format(rows=f"{written:,}", path=csv_file))


@main.command("forget")
@click.option("--customer", metavar="ID", required=True, help="As the exports write it; - reads it from the input.")
@company_options
@click.pass_obj
def forget_customer(say: Say, customer, company, exports, as_of) -> None:
    """Erase a customer from what was landed, built and published; files landed later are erased of one too."""
    from . import forget
    from . import run as steps
    from .runs import only_run

    chosen = settings.load(company, exports, as_of)
    with only_run(chosen.data_dir):
        asked = forget.note(chosen, forget.customer_given(customer))
    try:
        if asked.is_known:
            steps.run(chosen, say, force=True)  # no hold keeps back an erasure
    finally:  # where that was red, it stands in forgotten.json, and the next run goes on
        forget.tell(chosen, say, asked)


@main.command()
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def privacy(say: Say, company) -> None:
    """Look for mobile numbers, e-mail addresses and identity numbers in all that the data folder holds."""
    from . import scan
    from .runs import only_run

    chosen = settings.load(company)
    with only_run(chosen.data_dir):
        scan.tell(scan.everything(chosen), say)


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def dbt(company, arguments) -> None:
    """Run dbt itself with a company's settings: service-kpi dbt build --select kpi_complaint_rate."""
    from .build import run_dbt
    from .runs import only_run

    chosen = settings.load(company)
    with only_run(chosen.data_dir):
        code = run_dbt(chosen, list(arguments))
    sys.exit(code)


@main.command()
@click.argument("kpi")
@click.option("--before", metavar="DIR", help="A published set of the old definition (default: the current one).")
@click.option("--company", metavar="DIR", help="The company folder (default: companies/demo).")
@click.pass_obj
def backtest(say: Say, kpi, before, company) -> None:
    """Print a KPI's months as published and as built now, as a table for docs/kpi_decisions.md."""
    from pathlib import Path

    from . import backtest as tests
    from . import explain as rows
    from .runs import only_run

    chosen = settings.load(company)
    with only_run(chosen.data_dir), rows.open_build(chosen) as build:
        lines, notes = tests.backtest(build, kpi, Path(before) if before else chosen.published_dir / "current")
    for line in lines:
        say.line(line)
    for note in notes:
        say.note(note)


@main.command("new-kpi")
@click.argument("kpi")
@click.option("--area", metavar="AREA", required=True, help="Its area: a folder of models/marts/kpis.")
@click.option("--measure", metavar="MODEL", required=True, help="The measure model, as requests_by_created.")
@click.option("--numerator", metavar="COLUMN", required=True, help="What of it stands above the line.")
@click.option("--denominator", metavar="COLUMN", help="What stands below; a plain count has nothing there.")
@click.option("--name-en", metavar="TEXT", help="Its English name, where the registry has no row yet.")
@click.option("--name-zh", metavar="TEXT", help="Its Chinese name.")
@click.option(
    "--input", "inputs", metavar="ENTITY.COLUMN", multiple=True, help="What it cannot do without; calls.*: the export."
)
@click.pass_obj
def new_kpi(say: Say, kpi, area, measure, numerator, denominator, name_en, name_zh, inputs) -> None:
    """Write the files that a new KPI needs, with TODO for what only a person can say."""
    from . import new_kpi as scaffolding
    from .contract import PROJECT

    wanted = scaffolding.Wanted(kpi, area, measure, numerator, denominator, name_en, name_zh, inputs)
    for path in scaffolding.scaffold(wanted):
        say.line(f"{path.relative_to(PROJECT)} written")
    say.line(f"next: each {scaffolding.TODO} in them, mutants, CHANGELOG.md; then `make kpis` and `make schema`.")


@main.command()
@click.option("--requests", type=click.IntRange(min=1), required=True, help="How many service requests.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--out", metavar="DIR", required=True, help="Where the export files go.")
@click.pass_obj
def demo(say: Say, requests, seed, out) -> None:
    """Write the exports of a made-up service company, of any size."""
    from pathlib import Path

    from .demo import generate

    generate(requests, seed, Path(out))
    say.line(f"demo exports: {out}")


if __name__ == "__main__":
    main()
