"""A real call centre's spreadsheet through the same line: every figure worked out for it, to its last printed digit.

The file is not ours to ship. The test runs where it lies in ../shared and says so where it does not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from examples import EXPORTS, Example, run_example

FOLDER = EXPORTS / "pwc_call_center"
pytestmark = [
    pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: a worked example, built from nothing"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the PhoneNow spreadsheet is not beside the project"),
]
EXPECTED = (
    {row["name"]: row["value"] for row in json.loads((FOLDER / "expected.json").read_text())} if FOLDER.is_dir() else {}
)


@pytest.fixture(scope="module")
def phonenow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    with run_example("phonenow", FOLDER, tmp_path_factory.mktemp("phonenow")) as example:
        yield example


@pytest.fixture(scope="module")
def figures(phonenow: Example) -> dict:
    """Every figure by its name in expected.json: what a KPI expresses from fct_kpi_values, the rest by the queries."""

    def whole(*kpi: str) -> float:
        return phonenow.kpi(*kpi)["2021"]

    return {
        "calls_total": whole("call_connect_rate", "denominator"),
        "calls_answered": whole("call_connect_rate", "numerator"),
        "answer_rate": whole("call_connect_rate"),
        "calls_by_agent": phonenow.kpi("call_connect_rate", "denominator", "agent"),
        "answered_by_agent": phonenow.kpi("call_connect_rate", "numerator", "agent"),
        "calls_by_topic": phonenow.kpi("call_connect_rate", "denominator", "service"),
        "calls_by_month": phonenow.kpi("call_connect_rate", "denominator", grain="month"),
        "avg_talk_s": whole("average_call_duration"),
        "calls_resolved": whole("service_request_volume"),
        "csat_top2box": whole("csat_top_box_rate"),
        **phonenow.row("calls"),
        **phonenow.row("speed_of_answer"),
        **{
            f"service_level_{seconds}s_of_{of}": share
            for seconds, *shares in phonenow.rows("service_level")
            for of, share in zip(("answered", "offered"), shares, strict=True)
        },
        **phonenow.row("avg_satisfaction"),
        "avg_satisfaction_by_agent": dict(phonenow.rows("avg_satisfaction_by_agent")),
        "rating_distribution": dict(phonenow.rows("rating_distribution")),
    }


def printed(value):
    """As expected.json prints it: six decimals."""
    if isinstance(value, dict):
        return {key: printed(part) for key, part in value.items()}
    return round(value, 6) if isinstance(value, float) else value


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_comes_out_to_its_last_printed_digit(figures, name):
    assert printed(figures[name]) == EXPECTED[name]


def test_no_figure_and_no_query_is_left_over(phonenow, figures):
    assert figures.keys() == EXPECTED.keys() and len(EXPECTED) == 27
    assert phonenow.queries.keys() == {
        "calls", "speed_of_answer", "service_level",
        "avg_satisfaction", "avg_satisfaction_by_agent", "rating_distribution",
    }  # fmt: skip


def test_both_rates_of_resolution_are_told_apart(figures):
    """The trap of this sheet: unanswered calls are never resolved, and both denominators are quoted."""
    assert round(figures["resolution_rate_of_all"], 3) == 0.729
    assert round(figures["resolution_rate_of_answered"], 3) == 0.899


def test_nothing_is_lost(phonenow):
    assert phonenow.accounts() == {
        "calls": (5000, 5000, 0, 0),
        "service_requests": (5000, 5000, 0, 0),
        "survey_responses": (4054, 4054, 0, 0),  # a call without a rating had no survey
    }
