"""service-kpi backtest: the months of a KPI as published and as built now."""

from __future__ import annotations

import duckdb
import pytest
from click.testing import CliRunner

from service_kpi import backtest, cli, explain
from service_kpi.errors import UserError


@pytest.fixture(scope="module")
def build(built):
    with explain.open_build(built.settings) as opened:
        yield opened


@pytest.fixture
def older(built, tmp_path):
    """A published set of an older definition: June was 0.1 lower, January 2024 was not there."""
    duckdb.sql(
        f"copy (select * replace (value - case when period_start = date '2025-06-01' then 0.1 else 0 end as value,"
        f" 0 as definition_version) from '{built.published}/fct_kpi_values.parquet'"
        f" where period_start > date '2024-01-01') to '{tmp_path}/fct_kpi_values.parquet'"
    )
    return tmp_path


def test_it_shows_every_month_before_and_after(build, older):
    lines, notes = backtest.backtest(build, "reply_rate", older)
    assert lines[:2] == ["| month | version 0 | version 1 | change |", "|---|---:|---:|---:|"]
    assert lines[2].startswith("| 2024-01 | - | ") and lines[2].endswith(" % | - |")
    assert lines[-1] == "| 2025-06 | 80.9 % | 90.9 % | +10.0 pp |"
    assert lines[-2].endswith(" | 0.0 pp |") and len(lines) == 2 + 18
    assert notes == []


def test_it_says_where_nothing_changed(built, build):
    _, notes = backtest.backtest(build, "reply_rate", built.published)
    assert [note.split(":")[0] for note in notes] == ["both are version 1", "no month differs"]


@pytest.mark.parametrize(
    ("kpi", "file", "message"),
    [
        ("reply_rat", None, "reply_rat is no KPI of the registry; did you mean reply_rate"),
        ("reply_rate", None, "holds no published set: --before names a folder"),
        ("reply_rate", "no parquet", "is not that of a published set"),
    ],
)
def test_what_cannot_be_compared_is_one_line(build, tmp_path, kpi, file, message):
    if file:
        (tmp_path / "fct_kpi_values.parquet").write_text(file)
    with pytest.raises(UserError, match=message) as raised:
        backtest.backtest(build, kpi, tmp_path)
    assert "\n" not in str(raised.value)


def test_the_command_prints_markdown(built, older, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_DATA", str(built.settings.data_dir))
    done = CliRunner().invoke(cli.main, ["backtest", "reply_rate", "--before", str(older)])
    assert done.exit_code == 0 and "| 2025-06 | 80.9 % | 90.9 % | +10.0 pp |\n" in done.output, done.output
