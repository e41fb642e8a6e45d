"""SLA attainment: of the clocks now due those that were met, each by the moment at which it was to be breached."""

from collections.abc import Iterable

from ..attribute import Facts
from ..counting import Cell, Counting, Counts
from ..sla import FIRST_RESPONSE, NEXT_REPLY, RESOLUTION, SlaClock, clocks


def due_clocks(facts: Facts, counting: Counting, target: str) -> list[SlaClock]:
    """The clocks below the line."""
    return [clock for clock in clocks(facts, counting, target) if clock.is_due(counting.as_of)]


def _attainment(facts: Facts, counting: Counting, scopes: Iterable[str], target: str) -> dict[Cell, Counts]:
    """The clocks of a target that were met over those that are due."""
    return counting.shares(due_clocks(facts, counting, target), "breach_at", scopes, lambda clock: clock.is_met)


def response_sla_attainment_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests responded to within the SLA / requests with a response SLA due by as_of"""
    return _attainment(facts, counting, scopes, FIRST_RESPONSE)


def resolution_sla_attainment_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests resolved within the SLA / requests with a resolution SLA now due"""
    return _attainment(facts, counting, scopes, RESOLUTION)


def next_reply_sla_attainment_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """next-reply clocks met / next-reply clocks due by as_of"""
    return _attainment(facts, counting, scopes, NEXT_REPLY)


def resolution_within_response_window_rate(
    facts: Facts, counting: Counting, scopes: Iterable[str]
) -> dict[Cell, Counts]:
    """requests resolved within their response SLA / requests with a response SLA now due

    By the clock of the first response; one resolved on a date without a clock is on neither side.
    """
    resolved = [clock for clock in due_clocks(facts, counting, FIRST_RESPONSE) if _is_judged_by_resolution(clock)]
    return counting.shares(resolved, "breach_at", scopes, lambda clock: clock.is_in_time(clock.request["resolved_at"]))


def _is_judged_by_resolution(clock: SlaClock) -> bool:
    """Whether it is not resolved yet, or was by the clock."""
    resolved_at = clock.request["resolved_at"]
    return resolved_at is None or resolved_at.has_clock
