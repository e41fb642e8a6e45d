"""What agents did with the time they worked."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import fmean, pstdev

from ..attribute import UNKNOWN, Fact, Facts
from ..counting import Cell, Counting, Counts
from ..periods import local_day, period_start
from .finance import amounts, is_service_revenue, ratios
from .requests import all_requests

FEWEST_AGENTS = 3
SECONDS_OF_HOUR = 3600


def worked_shifts(facts: Facts) -> list[Fact]:
    """The days on which an agent worked."""
    return [shift for shift in facts.agent_shifts if (shift["worked_seconds"] or 0) > 0]


def hours_worked(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, float]:
    """The hours of all shifts."""
    return {
        cell: math.fsum(shift["worked_seconds"] or 0 for shift in shifts) / SECONDS_OF_HOUR
        for cell, shifts in counting.by_cell(facts.agent_shifts, "shift_on", scopes).items()
    }


# ---------------------------------------------------------------- requests beside the time worked


def _completed_by_workers(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, list[Fact]]:
    """The requests completed by agents who worked on a day of that calendar month, by the day of their resolution."""
    at_work = {
        (shift.scopes["agent"], period_start("month", shift["shift_on"]))
        for shift in worked_shifts(facts)
        if counting.has_day(shift["shift_on"])
    }

    def is_by_worker(request: Fact) -> bool:
        agent, resolved_at = request.scopes["agent"], request["resolved_at"]
        if resolved_at is None or agent == UNKNOWN:
            return False
        return (agent, period_start("month", local_day(resolved_at.instant, counting.zone))) in at_work

    return counting.by_cell(filter(is_by_worker, all_requests(facts)), "resolved_at", scopes)


def service_throughput(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed by agents with a shift that month / hours worked

    A request stands with its own team, an hour with that of the shift.
    """
    return _per(_completed_by_workers(facts, counting, scopes), hours_worked(facts, counting, scopes))


def requests_per_agent_day(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed by agents with a shift that month / agent days with worked_seconds above 0

    A request stands with its own team, a day with that of the shift.
    """
    days = {cell: len(shifts) for cell, shifts in counting.by_cell(worked_shifts(facts), "shift_on", scopes).items()}
    return _per(_completed_by_workers(facts, counting, scopes), days)


def _per(requests: dict[Cell, list[Fact]], worked: dict[Cell, float]) -> dict[Cell, Counts]:
    """Requests over what was worked; the sample is the requests."""
    counts = {}
    for cell in requests.keys() | worked.keys():
        completed = len(requests.get(cell, ()))
        counts[cell] = Counts(completed, worked.get(cell, 0), completed)
    return counts


def labor_productivity(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service revenue / agent hours worked"""
    return ratios(amounts(facts, counting, scopes, is_service_revenue), hours_worked(facts, counting, scopes))


def workload_distribution(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """population standard deviation, over agents, of requests completed per day worked / mean of the same over the \
same agents

    In a team by its requests and the days worked in it; of three agents at least.
    """
    completed: dict[tuple[Cell, str], int] = defaultdict(int)
    for cell, requests in counting.by_cell(all_requests(facts), "resolved_at", scopes).items():
        for request in requests:
            completed[cell, request.scopes["agent"]] += 1
    counts = {}
    for cell, shifts in counting.by_cell(worked_shifts(facts), "shift_on", scopes).items():
        days: dict[str, int] = defaultdict(int)
        for shift in shifts:
            days[shift.scopes["agent"]] += 1
        rates = [completed[cell, agent] / number for agent, number in days.items() if agent != UNKNOWN]
        if len(rates) >= FEWEST_AGENTS:
            counts[cell] = Counts(pstdev(rates), fmean(rates), len(rates))
    return counts


# ---------------------------------------------------------------- how busy


def resource_utilization(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """agent_shifts.handling_seconds / agent_shifts.worked_seconds (paid presence with breaks and meetings)

    Of the shifts that say both.
    """
    return _busy(facts, counting, scopes, "worked_seconds", lambda shift: shift["worked_seconds"])


def occupancy(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """agent_shifts.handling_seconds / agent_shifts.handling_seconds plus available_seconds (idle and ready)

    Of the shifts that say both.
    """
    return _busy(
        facts,
        counting,
        scopes,
        "available_seconds",
        lambda shift: shift["handling_seconds"] + shift["available_seconds"],
    )


def _busy(
    facts: Facts, counting: Counting, scopes: Iterable[str], other: str, whole: Callable[[Fact], float]
) -> dict[Cell, Counts]:
    """Handling over the whole, of the shifts that know it and the other column."""
    known = [
        shift for shift in facts.agent_shifts if shift["handling_seconds"] is not None and shift[other] is not None
    ]
    return {
        cell: Counts(
            math.fsum(shift["handling_seconds"] for shift in shifts), math.fsum(map(whole, shifts)), len(shifts)
        )
        for cell, shifts in counting.by_cell(known, "shift_on", scopes).items()
    }
