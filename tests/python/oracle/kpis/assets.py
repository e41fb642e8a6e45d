"""What a company keeps running and offers: assets, their upkeep, the regions it reaches, what is new."""

from collections import defaultdict
from collections.abc import Iterable

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from ..periods import local_day
from ..reference import Asset
from .requests import all_requests, standing_requests


def fault_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """faults on assets in service / asset days in service

    Faults by the day they were created; both belong to the service and region of the asset.
    """
    faults: dict[Cell, int] = defaultdict(int)
    for request in standing_requests(facts):
        asset = facts.assets.get(request["asset_id"]) if request["request_type"] == "fault" else None
        if asset and asset.in_service.has(local_day(request["created_at"].instant, counting.zone)):
            for cell in counting.cells(Fact(request.row, _scopes_of(asset), None), "created_at", scopes):
                faults[cell] += 1
    days: dict[Cell, int] = defaultdict(int)
    for scope in scopes:
        for period, ends in counting.periods(scope).items():
            for asset in facts.assets.values():
                days[*period, scope, _scopes_of(asset)[scope]] += asset.in_service.meets(*ends)
    return {cell: Counts(faults[cell], number, number) for cell, number in days.items()}


def _scopes_of(asset: Asset) -> dict[str, str]:
    return {"company": "all", "service": asset.service, "region": asset.region}


def preventive_maintenance_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """maintenance tasks done by their due date / maintenance tasks due

    By the day they are due; what is due later than the last day known is not yet.
    """
    return counting.shares(
        facts.maintenance_tasks,
        "due_on",
        scopes,
        lambda task: task["done_on"] is not None and task["done_on"] <= task["due_on"],
    )


def service_coverage_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """regions in scope with a request completed / regions in scope

    In scope on a day of the period. Members count in the periods in which they completed anything.
    """
    reached: dict[Cell, set[str]] = {
        cell: {request.scopes["region"] for request in requests}
        for cell, requests in counting.by_cell(all_requests(facts), "resolved_at", scopes).items()
    }
    in_scope = {
        period: {region for region, span in facts.regions if span.meets(*ends)}
        for scope in scopes
        for period, ends in counting.periods(scope).items()
    }
    cells = reached.keys() | {(*period, "company", "all") for period in counting.periods("company")}
    return {
        cell: Counts(
            len(reached.get(cell, set()) & in_scope[cell[:2]]), len(in_scope[cell[:2]]), len(in_scope[cell[:2]])
        )
        for cell in cells
    }


def new_service_count(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """services launched in the period"""
    offered = [Fact(row, {"company": "all"}, None) for row in facts.services.values()]
    cells = counting.by_cell(offered, "launched_on", scopes)
    return {cell: Counts(len(services), None) for cell, services in cells.items()}
