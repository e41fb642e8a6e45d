"""What happened to requests on their way: waits, hands they went through, whether they came back."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from ..history import (
    OPEN,
    PAUSED,
    RESOLVED,
    Statuses,
    handovers_of,
    is_action,
    is_transfer,
    kind_of,
    reply_waits_of,
    states_of,
)
from ..read import Row
from .calls import is_inbound
from .requests import all_requests, due_requests, is_on_time, standing_requests


def events_of(request: Fact, facts: Facts) -> list[Row]:
    """The events of a request in order."""
    return facts.request_events.get(request["request_id"], [])


# ---------------------------------------------------------------- how many are open


def open_backlog(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests neither resolved nor cancelled at the end of the period (or at as_of in the running one)"""
    return counting.stocks(
        (
            (request, state.since, state.until)
            for request in all_requests(facts)
            for state in states_of(request, facts, counting.statuses)
            if state.kind != RESOLVED
        ),
        scopes,
    )


# ---------------------------------------------------------------- waits


def average_reply_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of waits from the first unanswered customer message to the next public reply of a person / such replies

    By the day of the reply.
    """
    waits = [wait for request in all_requests(facts) for wait in reply_waits_of(request, facts)]
    return counting.means(
        waits,
        "ended_at",
        scopes,
        lambda wait: counting.duration(wait.began_at, wait.ended_at, wait.request, "average_reply_time"),
    )


def handover_waiting_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of waits from a transfer to the first reply or status change of an agent other than the one before / \
transfers acted on

    By the day of the action.
    """
    waits = [wait for request in all_requests(facts) for wait in handovers_of(request, facts)]
    return counting.means(
        waits,
        "ended_at",
        scopes,
        lambda wait: counting.duration(wait.began_at, wait.ended_at, wait.request, "handover_waiting_time"),
    )


# ---------------------------------------------------------------- hands they went through


def transfer_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests transferred between teams / all requests

    By the day they were created.
    """
    return _share_with_event(facts, counting, scopes, is_transfer)


def escalation_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests escalated / all requests

    By the day they were created.
    """
    return _share_with_event(facts, counting, scopes, lambda event: event["event_type"] == "escalated")


def _share_with_event(
    facts: Facts, counting: Counting, scopes: Iterable[str], is_one: Callable[[Row], bool]
) -> dict[Cell, Counts]:
    """The standing requests with at least one such event."""
    return counting.shares(
        standing_requests(facts), "created_at", scopes, lambda request: any(map(is_one, events_of(request, facts)))
    )


def process_complexity(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """transferred and assigned-to-another-agent and status_changed events before resolution / requests completed

    By the day of their last resolution.
    """
    return {
        cell: Counts(
            sum(steps_before_resolution(request, facts, counting.statuses) for request in requests),
            len(requests),
            len(requests),
        )
        for cell, requests in counting.by_cell(all_requests(facts), "resolved_at", scopes).items()
    }


def steps_before_resolution(request: Fact, facts: Facts, statuses: Statuses) -> int:
    """The steps that a completed request took; the first assignment is none, nor the change to resolved."""
    steps, assigned_to = 0, None
    for event in events_of(request, facts):
        if event["occurred_at"].instant >= request["resolved_at"].instant:
            break
        if event["event_type"] == "assigned":
            before, after = event["from_value"] or assigned_to, event["to_value"]
            steps += before is not None and after is not None and before != after
            assigned_to = after
        elif event["event_type"] == "status_changed":
            steps += kind_of(event["to_value"], statuses) != RESOLVED
        else:
            steps += is_transfer(event)
    return steps


def team_collaboration_efficiency(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests with replies or status changes of two or more agents and completed by their due time / such requests \
due by as_of

    By the day they were due.
    """
    shared = [
        request
        for request in due_requests(facts, counting)
        if len({event["actor_id"] for event in events_of(request, facts) if is_action(event)}) >= 2
    ]
    return counting.shares(shared, "due_at", scopes, is_on_time)


# ---------------------------------------------------------------- whether they came back


def window_end(request: Fact, counting: Counting) -> datetime:
    """Until when a resolved request may come back."""
    return request["first_resolved_at"].instant + timedelta(days=counting.settings.resolution_window_days)


def settled_requests(facts: Facts, counting: Counting) -> list[Fact]:
    """The standing requests that were resolved and whose window is over."""
    return [
        request
        for request in standing_requests(facts)
        if request["first_resolved_at"] is not None and window_end(request, counting) <= counting.as_of
    ]


def is_reopened(request: Fact, facts: Facts, counting: Counting) -> bool:
    """From resolved to open within the window; where no event could say so, by the request's own count."""
    events = [event for event in events_of(request, facts) if event["event_type"] in ("reopened", "status_changed")]
    if not events:
        return (request["reopened_count"] or 0) > 0
    first, last = request["first_resolved_at"].instant, window_end(request, counting)
    return any(first <= event["occurred_at"].instant <= last and _opens(event, counting.statuses) for event in events)


def _opens(event: Row, statuses: Statuses) -> bool:
    """Whether an event takes a resolved request up again."""
    return event["event_type"] == "reopened" or (
        kind_of(event["from_value"], statuses) == RESOLVED and kind_of(event["to_value"], statuses) in (OPEN, PAUSED)
    )


def reopen_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """resolved requests that went from resolved to open within the window / requests resolved whose window is over

    By the day on which the window is over. A company may choose its days.
    """
    return counting.shares(
        settled_requests(facts, counting),
        lambda request: window_end(request, counting),
        scopes,
        lambda request: is_reopened(request, facts, counting),
    )


def rework_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """resolved requests reopened or named by another request's rework_of within the window / requests resolved whose \
window is over

    By the day on which the window is over.
    """
    done_again: dict[str, list[datetime]] = defaultdict(list)
    for other in all_requests(facts):
        if other["rework_of"] not in (None, other["request_id"]):
            done_again[other["rework_of"]].append(other["created_at"].instant)

    def is_reworked(request: Fact) -> bool:
        first, last = request["first_resolved_at"].instant, window_end(request, counting)
        is_again = any(first <= created <= last for created in done_again[request["request_id"]])
        return is_again or is_reopened(request, facts, counting)

    return counting.shares(
        settled_requests(facts, counting), lambda request: window_end(request, counting), scopes, is_reworked
    )


def first_contact_resolution_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests resolved with contact_count 1 and neither reopened nor followed by a request or call of the same \
customer on the same topic in the window / requests resolved whose window is over

    By the day on which the window is over. A company may choose net: without the types that take longer by nature.
    """
    contacts: dict[tuple[str, str], list[tuple[datetime, Fact]]] = defaultdict(list)
    for request in all_requests(facts):
        if (about := _matter(request)) is not None:
            contacts[about].append((request["created_at"].instant, request))
    for call in filter(is_inbound, facts.calls):
        if (about := _matter(call)) is not None:
            contacts[about].append((call["started_at"].instant, call))

    def is_followed(request: Fact) -> bool:
        first, last = request["first_resolved_at"].instant, window_end(request, counting)
        later = contacts[about] if (about := _matter(request)) is not None else []
        return any(first < at <= last and contact is not request for at, contact in later)

    is_net = counting.settings.first_contact_resolution == "net"
    return counting.shares(
        [
            request
            for request in settled_requests(facts, counting)
            if not (is_net and request["request_type"] in counting.longer_types)
        ],
        lambda request: window_end(request, counting),
        scopes,
        lambda request: (
            request["contact_count"] == 1 and not is_reopened(request, facts, counting) and not is_followed(request)
        ),
    )


def _matter(fact: Fact) -> tuple[str, str] | None:
    """Whose matter it is and what it is about; None where one of the two is not known."""
    if fact.customer is None or fact["topic"] is None:
        return None
    return fact.customer, fact["topic"].lower()
