"""A real call centre's spreadsheet through the same line: every figure to its last printed digit.

The file is not ours to ship. The test runs where it lies in ../shared and says so where it does not.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from service_kpi import run
from service_kpi import settings as company
from service_kpi.contract import PROJECT
from service_kpi.say import Say

EXPORTS = PROJECT.parent / "shared" / "data" / "pwc_call_center"
pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the PhoneNow spreadsheet is not beside the project")


@pytest.fixture(scope="module")
def phonenow(tmp_path_factory):
    before = dict(os.environ)
    try:
        settings = company.load(
            PROJECT / "companies/examples/phonenow", EXPORTS, data_dir=tmp_path_factory.mktemp("phonenow")
        )
        current: Path = run.run(settings, Say(as_json=True))
    finally:
        os.environ.clear()
        os.environ.update(before)
    with duckdb.connect(str(current.resolve() / "service_kpi.duckdb"), read_only=True) as published:
        published.execute(f"attach '{settings.warehouse}' as build (read_only)")
        yield published


@pytest.fixture(scope="module")
def expected() -> dict:
    return {row["name"]: row["value"] for row in json.loads((EXPORTS / "expected.json").read_text())}


def kpi(published, kpi_id: str, what: str = "value", scope: str = "company", grain: str = "year") -> dict:
    key = "strftime(period_start, '%Y-%m')" if grain == "month" else "scope_id"
    rows = published.execute(
        f"select {key}, {what} from fct_kpi_values where kpi_id = ? and scope_type = ? and period_grain = ?",
        [kpi_id, scope, grain],
    ).fetchall()
    return dict(rows)


def test_connect_rate_and_calls(phonenow, expected):
    assert kpi(phonenow, "call_connect_rate", "denominator")["all"] == expected["calls_total"]
    assert kpi(phonenow, "call_connect_rate", "numerator")["all"] == expected["calls_answered"]
    assert round(kpi(phonenow, "call_connect_rate")["all"], 6) == expected["answer_rate"]
    assert kpi(phonenow, "call_connect_rate", "denominator", "agent") == expected["calls_by_agent"]
    assert kpi(phonenow, "call_connect_rate", "numerator", "agent") == expected["answered_by_agent"]
    assert kpi(phonenow, "call_connect_rate", "denominator", "service") == expected["calls_by_topic"]
    assert kpi(phonenow, "call_connect_rate", "denominator", grain="month") == expected["calls_by_month"]


def test_call_duration_and_completed_requests(phonenow, expected):
    assert round(kpi(phonenow, "average_call_duration")["all"], 6) == expected["avg_talk_s"]
    assert kpi(phonenow, "service_request_volume")["all"] == expected["calls_resolved"]


def test_satisfaction(phonenow, expected):
    assert round(kpi(phonenow, "csat_top_box_rate")["all"], 6) == expected["csat_top2box"]
    rated = sum(expected["rating_distribution"].values())
    assert kpi(phonenow, "csat_top_box_rate", "denominator")["all"] == rated


def test_the_mean_rating_that_no_kpi_gives_comes_from_the_measures(phonenow, expected):
    rows = phonenow.execute(
        "select scope_id, csat_scores / csat_ratings from build.measures.ratings_by_responded"
        " where period_grain = 'year' and scope_type in ('company', 'agent')"
    ).fetchall()
    means = {scope: round(mean, 6) for scope, mean in rows}
    assert means.pop("all") == expected["avg_satisfaction"]
    assert means == expected["avg_satisfaction_by_agent"]


def test_nothing_is_lost(phonenow):
    accounts = phonenow.execute("select entity, landed, accepted from dq_reconciliation").fetchall()
    assert sorted(accounts) == [
        ("calls", 5000, 5000), ("service_requests", 5000, 5000), ("survey_responses", 4054, 4054),
    ]  # fmt: skip
