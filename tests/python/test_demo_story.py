"""The demo's published figures: there is something to see in every one."""

from __future__ import annotations

from collections import defaultdict

import duckdb
from test_demo import wilson

TOO_FEW = 400  # units in the largest year: with fewer no two months or teams differ for certain
# Drawn alike for every team and month: the demo has no story in them.
WITHOUT_A_STORY = {
    "customer_feedback_rate",
    "customization_rate",
    "delivery_accuracy_rate",
    "delivery_safety_rate",
    "order_error_rate",
    "queue_waiting_time",
    "return_rate",
    "service_innovation_share",
}


def apart(intervals: list[tuple[float, float]]) -> bool:
    """Whether some two of the intervals do not touch."""
    return min(high for _, high in intervals) < max(low for low, _ in intervals)


def test_every_kpi_with_an_interval_differs_between_teams_and_over_time(built):
    """Whatever KPIs are built: over the months or the quarters, and between the teams.

    The teams in a year, or, where it is a share of a team's few people, over all months taken together.
    """
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as published:
        figures = published.sql("""
            select kpi_id, scope_type, period_grain, period_start, value, ci_low, ci_high
            from fct_kpi_values
            where ci_low is not null and scope_id <> 'unknown'
                and (
                    (scope_type = 'company' and period_grain in ('month', 'quarter'))
                    or (scope_type = 'team' and period_grain = 'year')
                )
            order by all
        """).fetchall()
        months = published.sql("""
            select kpi_id, scope_id, sum(numerator), sum(denominator)
            from fct_kpi_values inner join dim_kpi using (kpi_id)
            where kind = 'proportion' and scope_type = 'team' and scope_id <> 'unknown' and period_grain = 'month'
            group by all having sum(denominator) > 0 order by all
        """).fetchall()
        years = published.sql("""
            select kpi_id, max(sample_size)
            from fct_kpi_values
            where scope_type = 'company' and period_grain = 'year'
            group by all
        """).fetchall()
    too_few = {kpi for kpi, largest in years if largest is not None and largest < TOO_FEW}
    company, teams = defaultdict(list), defaultdict(list)
    for kpi, scope, grain, start, value, low, high in figures:
        (company if scope == "company" else teams)[kpi, grain if scope == "company" else start].append(
            (value, low, high)
        )
    for kpi, _, numerator, denominator in months:
        teams[kpi, "months"].append((numerator / denominator, *wilson(numerator, denominator)))
    kpis = {kpi for kpi, _ in [*company, *teams]} - too_few - WITHOUT_A_STORY
    assert len(kpis) > 25
    for kpi in sorted(kpis):
        for name, groups in {"months or quarters": company, "teams of a year": teams}.items():
            own = [group for key, group in groups.items() if key[0] == kpi]
            if not own:  # not of this scope
                continue
            values = [value for group in own for value, _, _ in group]
            assert not all(value in (0, 1) for value in values), f"{kpi}: nothing but 0 and 1 over the {name}"
            assert len(set(values)) >= len(values) / 2, f"{kpi}: hardly differs over the {name}"
            assert any(apart([(low, high) for _, low, high in group]) for group in own), f"{kpi}: the {name} overlap"
