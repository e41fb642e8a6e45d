"""What service costs and earns, in the reporting currency."""

import math
from collections.abc import Callable, Iterable

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from .requests import all_requests


def is_service_cost(posting: Fact) -> bool:
    """A cost that says it belongs to customer service."""
    return posting["kind"] == "cost" and posting["is_service"] is True


def is_service_revenue(posting: Fact) -> bool:
    """A revenue that says it belongs to customer service."""
    return posting["kind"] == "revenue" and posting["is_service"] is True


def is_revenue(posting: Fact) -> bool:
    """Any revenue."""
    return posting["kind"] == "revenue"


def is_profit(posting: Fact) -> bool:
    """The operating profit."""
    return posting["kind"] == "operating_profit"


def is_cost_of(category: str) -> Callable[[Fact], bool]:
    """A cost of a category, of customer service or not."""
    return lambda posting: posting["kind"] == "cost" and posting["category"] == category


def amounts(
    facts: Facts, counting: Counting, scopes: Iterable[str], is_one: Callable[[Fact], bool]
) -> dict[Cell, float]:
    """The sum of the postings that are meant, by the day they were posted."""
    postings = [posting for posting in facts.service_finances if is_one(posting)]
    return {
        cell: math.fsum(posting["amount"] for posting in theirs)
        for cell, theirs in counting.by_cell(postings, "posted_on", scopes).items()
    }


def ratios(above: dict[Cell, float], below: dict[Cell, float]) -> dict[Cell, Counts]:
    """One sum over another; a cell without postings has a sum of nothing. No sample: postings are no units."""
    sums = {cell: (above.get(cell, 0), below.get(cell, 0)) for cell in above.keys() | below.keys()}
    return {cell: Counts(*both, None if any(both) else 0) for cell, both in sums.items()}


def _alone(sums: dict[Cell, float]) -> dict[Cell, Counts]:
    return {cell: Counts(amount, None) for cell, amount in sums.items()}


def service_cost(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """cost postings with is_service of every category"""
    return _alone(amounts(facts, counting, scopes, is_service_cost))


def maintenance_cost(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """cost postings of category maintenance with or without is_service"""
    return _alone(amounts(facts, counting, scopes, is_cost_of("maintenance")))


def service_revenue(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service revenue"""
    return _alone(amounts(facts, counting, scopes, is_service_revenue))


def unit_service_cost(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service cost / requests completed

    Requests by the day of their last resolution.
    """
    costs = amounts(facts, counting, scopes, is_service_cost)
    completed = counting.by_cell(all_requests(facts), "resolved_at", scopes)
    return {
        cell: Counts(costs.get(cell, 0), len(completed.get(cell, ())), len(completed.get(cell, ())))
        for cell in costs.keys() | completed.keys()
    }


def service_profit_margin(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service revenue less service cost / service revenue"""
    revenue = amounts(facts, counting, scopes, is_service_revenue)
    cost = amounts(facts, counting, scopes, is_service_cost)
    profit = {cell: revenue.get(cell, 0) - cost.get(cell, 0) for cell in revenue.keys() | cost.keys()}
    return ratios(profit, revenue)


def operating_profit_margin(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """operating profit / total revenue"""
    return ratios(amounts(facts, counting, scopes, is_profit), amounts(facts, counting, scopes, is_revenue))


def service_cost_ratio(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service cost / total revenue"""
    return ratios(amounts(facts, counting, scopes, is_service_cost), amounts(facts, counting, scopes, is_revenue))


def innovation_investment_ratio(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """cost of category innovation / total revenue"""
    cost = amounts(facts, counting, scopes, is_cost_of("innovation"))
    return ratios(cost, amounts(facts, counting, scopes, is_revenue))
