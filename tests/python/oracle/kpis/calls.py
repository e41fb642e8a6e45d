"""What happens on the telephone; a call belongs whole to the day it started."""

from collections.abc import Iterable

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts, seconds_between


def is_inbound(call: Fact) -> bool:
    """A call without direction came in."""
    return call["direction"] in (None, "inbound")


def is_answered(call: Fact) -> bool:
    """By its outcome; where that is empty, by the moment it was answered."""
    return call["answered_at"] is not None if call["outcome"] is None else call["outcome"] == "answered"


def is_offered(call: Fact) -> bool:
    """An inbound call that reached the queue, as its moment or its outcome says."""
    return is_inbound(call) and (
        call["queued_at"] is not None or call["outcome"] in ("answered", "abandoned", "missed")
    )


def connected_seconds(call: Fact) -> float | None:
    """From answer to end, for a call answered and ended by the clock."""
    return seconds_between(call["answered_at"], call["ended_at"]) if is_answered(call) else None


def seconds_waited(call: Fact, until: str) -> float | None:
    """From the queue to the moment named; the start stands in where no queue is known."""
    return seconds_between(call["queued_at"] or call["started_at"], call[until])


def is_within(call: Fact, until: str, longest: float) -> bool:
    """Whether it waited no longer until the moment named; a wait that nobody knows is not within."""
    waited = seconds_waited(call, until)
    return waited is not None and waited <= longest


def is_short_abandon(call: Fact, longest: float) -> bool:
    """Abandoned within so many seconds."""
    return call["outcome"] == "abandoned" and is_within(call, "ended_at", longest)


def call_connect_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """inbound calls answered / inbound calls

    A company may choose to count outbound calls too.
    """
    every = counting.settings.connect_rate_counts_outbound
    calls = [call for call in facts.calls if every or is_inbound(call)]
    return counting.shares(calls, "started_at", scopes, is_answered)


def average_call_duration(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of connected time (answered_at to ended_at with hold) / calls connected and ended

    In seconds, of both directions.
    """
    return counting.means(facts.calls, "started_at", scopes, connected_seconds)


def call_abandonment_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """inbound calls abandoned in the queue after the short-abandon threshold / inbound calls offered less short \
abandons

    A company may choose to leave the short ones in, above and below the line.
    """
    calls = offered_calls(facts, counting)
    return counting.shares(calls, "started_at", scopes, lambda call: call["outcome"] == "abandoned")


def offered_calls(facts: Facts, counting: Counting) -> list[Fact]:
    """The calls offered, less those abandoned too soon to blame the queue, unless a company counts them."""
    settings = counting.settings
    return [
        call
        for call in facts.calls
        if is_offered(call)
        and (settings.count_short_abandons or not is_short_abandon(call, settings.short_abandon_seconds))
    ]


def call_service_level(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """inbound calls answered within 20 s of queued_at / inbound calls offered less short abandons

    Above the line are calls of those below it. A company may choose other seconds and four other formulas: over all
    calls offered, over those answered, with the calls abandoned in time above the line or without them on either side.
    """
    formula, longest = counting.settings.service_level_formula, counting.settings.service_level_seconds

    def is_answered_within(call: Fact) -> bool:
        return is_answered(call) and is_within(call, "answered_at", longest)

    def is_abandoned_within(call: Fact) -> bool:
        return is_short_abandon(call, longest)

    calls = [call for call in facts.calls if is_offered(call)]
    if formula == "offered_without_short_abandons":
        calls = offered_calls(facts, counting)
    elif formula == "answered":
        calls = [call for call in facts.calls if is_inbound(call) and is_answered(call)]
    elif formula == "abandons_within_met":
        return counting.shares(
            calls, "started_at", scopes, lambda call: is_answered_within(call) or is_abandoned_within(call)
        )
    elif formula == "abandons_within_out":
        calls = [call for call in calls if not is_abandoned_within(call)]
    return counting.shares(calls, "started_at", scopes, is_answered_within)


def average_speed_of_answer(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from queued_at to answered_at of inbound calls / inbound calls answered

    Those whose wait is not known are on neither side.
    """
    calls = [call for call in facts.calls if is_inbound(call) and is_answered(call)]
    return counting.means(calls, "started_at", scopes, lambda call: seconds_waited(call, "answered_at"))
