"""An online shop's support file through the same line, and each figure counted a second time from the file itself.

The second count is plain Python over the csv module: it knows nothing of the project. The file is not ours to ship.
The test runs where it lies in ../shared and says so where it does not.
"""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from statistics import fmean
from typing import NamedTuple

import pytest
from examples import EXPORTS, Example, run_example

FOLDER = EXPORTS / "ecommerce_csat"
pytestmark = [
    pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: a second worked example, built from nothing"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shop's support file is not beside the project"),
]


class Row(NamedTuple):
    number: int  # as a spreadsheet counts: the header is 1
    channel: str
    category: str
    agent: str
    supervisor: str
    reported: datetime
    responded: datetime
    rated_on: date
    rating: int

    @property
    def is_possible(self) -> bool:
        """No request is responded to before it is reported."""
        return self.responded >= self.reported


@pytest.fixture(scope="module")
def file() -> list[Row]:
    """Every row of the file."""
    (path,) = FOLDER.glob("*.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                number=number,
                channel=row["channel_name"],
                category=row["category"],
                agent=row["Agent_name"],
                supervisor=row["Supervisor"],
                reported=datetime.strptime(row["Issue_reported at"], "%d/%m/%Y %H:%M"),
                responded=datetime.strptime(row["issue_responded"], "%d/%m/%Y %H:%M"),
                rated_on=datetime.strptime(row["Survey_response_Date"], "%d-%b-%y").date(),
                rating=int(row["CSAT Score"]),
            )
            for number, row in enumerate(csv.DictReader(lines), start=2)
        ]


@pytest.fixture(scope="module")
def possible(file: list[Row]) -> list[Row]:
    return [row for row in file if row.is_possible]


@pytest.fixture(scope="module")
def ecommerce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    with run_example("ecommerce", FOLDER, tmp_path_factory.mktemp("ecommerce")) as example:
        yield example


def top_box(rows: list[Row], by: Callable[[Row], str]) -> dict[str, float]:
    """The share of ratings of 4 and 5 in each group."""
    groups = defaultdict(list)
    for row in rows:
        groups[by(row)].append(row.rating >= 4)
    return {name: sum(ratings) / len(ratings) for name, ratings in groups.items()}


def test_the_file_is_what_its_description_says(file, possible):
    assert len(file) == 17_182
    assert len(file) - len(possible) == 635
    assert {row.rating for row in file} == {1, 2, 3, 4, 5}


def test_requests(ecommerce, possible):
    counted = ecommerce.row("requests")
    assert counted["requests"] == len(possible)
    waits = [(row.responded - row.reported).total_seconds() for row in possible]
    assert counted["mean_first_response_seconds"] == pytest.approx(fmean(waits), rel=1e-12)


def test_requests_by_channel_and_category(ecommerce, possible):
    assert dict(ecommerce.rows("requests_by_channel")) == Counter(row.channel for row in possible)
    assert dict(ecommerce.rows("requests_by_category")) == Counter(row.category for row in possible)


def test_requests_by_day_of_their_report(ecommerce, possible):
    days = ecommerce.build.execute(
        "select period_start, requests from measures.requests_by_created"
        " where period_grain = 'day' and scope_type = 'company'"
    ).fetchall()
    assert dict(days) == Counter(row.reported.date() for row in possible)


def test_ratings(ecommerce, file):
    counted = ecommerce.row("ratings")
    assert counted["ratings"] == len(file), "a rating stands although the times of its request do not"
    assert counted["mean_rating"] == pytest.approx(fmean(row.rating for row in file), rel=1e-12)


@pytest.mark.parametrize(
    ("scope", "grain", "by"),
    [
        ("company", "year", lambda row: "2023"),
        ("company", "day", lambda row: row.rated_on.isoformat()),
        ("channel", "year", lambda row: row.channel),
        ("service", "year", lambda row: row.category),
        ("team", "year", lambda row: row.supervisor),
        ("agent", "year", lambda row: row.agent),
    ],
    ids=["company", "day", "channel", "category", "supervisor", "agent"],
)
def test_csat_top_box_rate(ecommerce, file, scope, grain, by):
    values = ecommerce.kpi("csat_top_box_rate", scope=scope, grain=grain)
    rated = {member: value for member, value in values.items() if value is not None}
    assert rated == pytest.approx(top_box(file, by), rel=1e-12)


def test_csat_by_month(ecommerce, file):
    assert {row.rated_on.strftime("%Y-%m") for row in file} == {"2023-08"}
    months = ecommerce.kpi("csat_top_box_rate", grain="month")
    assert months == {"2023-07": None, "2023-08": pytest.approx(top_box(file, lambda row: "2023-08")["2023-08"])}


def test_the_query_by_team_shows_the_same(ecommerce, file):
    assert dict(ecommerce.rows("csat_by_team")) == pytest.approx(top_box(file, lambda row: row.supervisor))


def test_rejected_are_the_impossible_requests_and_no_other_row(ecommerce, file):
    because = "service_requests: first_response_at: before created_at"
    assert dict(ecommerce.rows("rejected")) == {because: sum(not row.is_possible for row in file)}
    rejected = ecommerce.published.execute("select source_row from rejected_rows").fetchall()
    assert sorted(number for (number,) in rejected) == [row.number for row in file if not row.is_possible]


def test_an_agent_has_one_supervisor_and_is_one_agent(ecommerce, file):
    """What makes the file fit to give the agents: no copy contradicts another."""
    teams = dict({(row.agent, row.supervisor) for row in file})
    assert len(teams) == len({(row.agent, row.supervisor) for row in file})
    assert dict(ecommerce.published.execute("select agent_id, team_id from dim_agents").fetchall()) == teams


def test_nothing_is_lost(ecommerce, file, possible):
    agents = len({row.agent for row in file})
    assert ecommerce.accounts() == {
        "service_requests": (len(file), len(possible), 0, len(file) - len(possible)),
        "survey_responses": (len(file), len(file), 0, 0),
        "agents": (len(file), agents, len(file) - agents, 0),
    }


def test_what_the_file_does_not_say_is_no_zero(ecommerce):
    """It has no resolution: completed requests are unknown, not none."""
    (status,) = ecommerce.published.execute(
        "select distinct status from fct_kpi_values where kpi_id = 'service_request_volume'"
    ).fetchall()
    assert status == ("no_data",)
