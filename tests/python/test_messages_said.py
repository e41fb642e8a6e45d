"""Messages that no other test provokes, each provoked here as docs/messages.md has it.

Where no file and no command leads there, what would have to fail is made to fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner
from messages import GAP, documented

from service_kpi import build, cli, doctor, forget, land, ledger, new_kpi, readers, scan, status, warehouse
from service_kpi import settings as company
from service_kpi.errors import UserError
from service_kpi.say import Say


def settings_of(text: str) -> Callable[[Path], object]:
    def load(folder: Path) -> object:
        (folder / "exports").mkdir()
        (folder / "settings.yml").write_text(text)
        return company.load(folder, data_dir=folder / "data")

    return load


def raised_by_a_command(error: BaseException) -> Callable[[Path], object]:
    def end(folder: Path) -> object:
        def fail(*_, **__) -> None:
            raise error

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(status, "status", fail)
            end_as_said("status")

    return end


def end_as_said(*arguments: str) -> None:
    """Raise what the command line says as it ends."""
    raise UserError(CliRunner().invoke(cli.main, arguments).output.split("rror", 1)[-1].lstrip(": ").strip())


def of_blank(work: Callable[[company.Settings], object]) -> Callable[[Path], object]:
    return lambda folder: work(settings_of("company: blank\nprivacy: {customers: keep}\n")(folder))


def damage_the_forgotten(settings: company.Settings) -> object:
    settings.data_dir.mkdir()
    forget.place(settings).write_text("{")
    return forget.load(settings)


def write_a_newer_ledger(settings: company.Settings) -> object:
    entry = ledger.folder(settings) / "20250101T000000Z-aaaa"
    entry.mkdir(parents=True)
    duckdb.execute(f"copy (select 99 as format) to '{entry / 'values.parquet'}' (format parquet)")
    return ledger.entries(settings)


def close_a_month_beyond(settings: company.Settings) -> object:
    current = settings.published_dir / "20250101T000000Z-aaaa"
    current.mkdir(parents=True)
    (settings.published_dir / "current").symlink_to(current.name)
    ledger.folder(settings).mkdir(parents=True)
    month = "select 'month' as period_grain, date '2025-01-01' as period_start, true as is_complete"
    duckdb.execute(f"copy ({month}) to '{current / 'dim_periods.parquet'}' (format parquet)")
    return ledger.close(settings, "2031-01")


def look_through_a_damaged_file(settings: company.Settings) -> object:
    settings.warehouse.parent.mkdir(parents=True)
    settings.warehouse.write_bytes(b"no database" * 1000)
    return scan.everything(settings)


def build_with_a_dbt_that_fails(settings: company.Settings) -> object:
    """As with a damaged model of the company's own: dbt ends before its first node."""
    warehouse.register(settings, [], "20250101T000000Z-aaaa")
    ended = SimpleNamespace(exception=Exception("Compilation Error\n  in model a"), result=None)
    runner = SimpleNamespace(invoke=lambda _: ended)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "load_dbt", lambda: lambda callbacks: runner)
        return build.build(settings, Say(as_json=True))


def rewrite_a_file_that_lost_a_row(folder: Path) -> object:
    landed = SimpleNamespace(file="calls.csv", parquet="standard/calls/a.parquet", rows=2)
    (folder / landed.parquet).parent.mkdir(parents=True)
    lander, entry = SimpleNamespace(dir=folder), SimpleNamespace(landed=landed)
    with duckdb.connect() as engine:
        return land._Lander._rewrite(lander, engine, entry, "forgotten", "select 1 as call_id", {})


def land_what_cannot_be_written(settings: company.Settings) -> object:
    (settings.sources[0].folder / "calls.csv").write_text("call_id,started_at\nC1,2025-06-02 09:00\n")

    def refuse(*_) -> None:
        raise duckdb.InvalidInputException("Invalid Input Error: no such value")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(readers, "_copy", refuse)
        return land.land(settings)


def draft_for_an_area_nobody_wrote_of(folder: Path) -> object:
    page = folder / "kpi_decisions.md"
    page.write_text("# Decisions\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(new_kpi, "PROJECT", folder)
        patched.setattr(new_kpi, "DECISIONS", page)
        row = {"area": "responsiveness", "name_en": "Speed", "name_zh": "速度"}
        return new_kpi._with_decision("speed", row)


PROVOKED: dict[str, Callable[[Path], object]] = {
    "name a month, as 2025-06, or give --list.": lambda _: end_as_said("close"),
    "…: …: make room or correct its permissions, then run again.": raised_by_a_command(OSError(28, "full", "/there")),
    "out of memory: set SERVICE_KPI_MEMORY (now …) lower, so that DuckDB spills.": raised_by_a_command(MemoryError()),
    "…: … (this is a defect; --debug shows the trace)": raised_by_a_command(IndexError("a slip")),
    "… of … checks found a problem: the lines above say what to do.": lambda _: doctor.tell(
        [doctor.Finding(doctor.PROBLEM, "disk", "full")], Say(as_json=True)
    ),
    "…: … is no currency; write its three letters, as CNY.": settings_of("company: a\nreporting_currency: yuan\n"),
    "…: …: … is no number from … to ….": settings_of("company: a\nholds: {shrunk_share: 7}\n"),
    "…: vars: …: expected something like …, not ….": settings_of("company: a\nvars: {minimum_sample: many}\n"),
    "…: vars: …: … does not lie from … to ….": settings_of("company: a\nvars: {minimum_sample: -1}\n"),
    "…: vars: business_time_kpis: … has no business time; choose from ….": settings_of(
        "company: a\nvars: {business_time_kpis: [complaint_rate]}\n"
    ),
    "…: … is no IANA time zone; write one as Asia/Shanghai.": settings_of("company: a\nreporting_timezone: Peking\n"),
    "…: entities: …: the source … is not under `sources`.": settings_of("company: a\nentities: {calls: [shop]}\n"),
    "… is damaged (…); put a copy back.": of_blank(damage_the_forgotten),
    "the ledger in … has format …, this version reads …: update service-kpi.": of_blank(write_a_newer_ledger),
    "… is no month: write it as 2025-06.": of_blank(lambda settings: ledger.close(settings, "June")),
    "… is not published as a complete month: only such a month can be closed.": of_blank(close_a_month_beyond),
    "dbt could not start: …": of_blank(build_with_a_dbt_that_fails),
    "…: … of its … landed rows were found; land it anew.": rewrite_a_file_that_lost_a_row,
    "… could not be written as Parquet: …": of_blank(land_what_cannot_be_written),
    "… has no area …: add its row and its section by hand.": draft_for_an_area_nobody_wrote_of,
    "… cannot be looked through (…): close what has it open, or delete it.": of_blank(look_through_a_damaged_file),
}


@pytest.mark.parametrize("message", PROVOKED)
def test_a_message_is_said_as_it_is_documented(tmp_path, message):
    assert message in documented()
    with pytest.raises(UserError) as said:
        PROVOKED[message](tmp_path)
    pattern = ".+".join(re.escape(part) for part in message.split(GAP))
    assert re.fullmatch(pattern, " ".join(str(said.value).split())), str(said.value)
