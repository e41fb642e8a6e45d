"""Service requests: how many, how soon, how well."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from ..periods import local_day, previous_start
from .calls import connected_seconds

FEEDBACK_TYPES = frozenset({"feedback", "suggestion"})
PROJECT, FAULT = "project", "fault"


def all_requests(facts: Facts) -> list[Fact]:
    """All requests: those that repeat no other."""
    return [request for request in facts.service_requests if request["duplicate_of"] is None]


def standing_requests(facts: Facts) -> list[Fact]:
    """All requests but the cancelled ones."""
    return [request for request in all_requests(facts) if request["cancelled_at"] is None]


def is_solved(request: Fact) -> bool:
    """Resolved with success; where the request does not say, completed."""
    return request["resolved_at"] is not None if request["is_resolved"] is None else request["is_resolved"]


def handling_seconds(facts: Facts) -> dict[str, float]:
    """The handling time of every request that has one: its own, else what its calls took with the work after them."""
    of_calls: dict[str, list[float]] = defaultdict(list)
    for call in facts.calls:
        parts = [part for part in (connected_seconds(call), call["wrap_up_seconds"]) if part is not None]
        if call["request_id"] is not None and parts:
            of_calls[call["request_id"]] += parts
    times = {}
    for request in facts.service_requests:
        request_id = request["request_id"]
        if request["handling_seconds"] is not None:
            times[request_id] = request["handling_seconds"]
        elif request_id in of_calls:
            times[request_id] = sum(of_calls[request_id])
    return times


def standard_of(request: Fact, facts: Facts, counting: Counting) -> float | None:
    """How long it should take: the service's standard, else that of the request's type; 0 or less is none."""
    own = facts.standard_seconds.get(request["service_id"])
    if own is not None and own > 0:
        return own
    standard = counting.standard_seconds.get(request["request_type"], 0)
    return standard if standard > 0 else None


# ---------------------------------------------------------------- how many


def service_request_volume(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed

    By the day of their last resolution; duplicates are no requests of their own.
    """
    cells = counting.by_cell(all_requests(facts), "resolved_at", scopes)
    return {cell: Counts(len(requests), None) for cell, requests in cells.items()}


def service_demand_volume(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests received

    By the day they were created; who called one off later had sent it all the same.
    """
    cells = counting.by_cell(all_requests(facts), "created_at", scopes)
    return {cell: Counts(len(requests), None) for cell, requests in cells.items()}


def customers_served(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers with a request

    By the day it was created, whatever became of it; each once in a period and scope.
    """
    requests = [request for request in all_requests(facts) if request["customer_id"] is not None]
    cells = counting.by_cell(requests, "created_at", scopes)
    return {cell: Counts(len({request["customer_id"] for request in own}), None) for cell, own in cells.items()}


# ---------------------------------------------------------------- how well


def service_completion_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed / requests received and not cancelled

    By the day they were created.
    """
    return counting.shares(
        standing_requests(facts), "created_at", scopes, lambda request: request["resolved_at"] is not None
    )


def problem_resolution_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """problems with is_resolved / all problems

    By the day they were created; cancelled ones are no problems any more.
    """
    problems = [request for request in standing_requests(facts) if request["request_type"] in counting.problem_types]
    return counting.shares(problems, "created_at", scopes, is_solved)


def service_effectiveness_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """problems with is_resolved / all service requests"""
    return counting.shares(
        standing_requests(facts),
        "created_at",
        scopes,
        lambda request: request["request_type"] in counting.problem_types and is_solved(request),
    )


def service_quality_improvement_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """service effectiveness now less the period before / service effectiveness the period before

    Of the values, not of the counts. Where one of the two is missing there is nothing to say.
    """
    effectiveness = {
        cell: (count.numerator / count.denominator, count.sample_size)
        for cell, count in service_effectiveness_rate(facts, counting, scopes).items()
        if count.denominator
    }
    counts = {}
    for (grain, start, *scope), (now, size) in effectiveness.items():
        if before := effectiveness.get((grain, previous_start(grain, start), *scope)):
            counts[grain, start, *scope] = Counts(now - before[0], before[0], min(size, before[1]))
    return counts


def service_efficiency_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """problems with is_resolved and handling time within the standard / all service requests

    Of those that have both a standard and a handling time.
    """
    times = handling_seconds(facts)
    standards = {request["request_id"]: standard_of(request, facts, counting) for request in standing_requests(facts)}

    def is_efficient(request: Fact) -> bool:
        within = times[request["request_id"]] <= standards[request["request_id"]]
        return within and request["request_type"] in counting.problem_types and is_solved(request)

    requests = [
        request
        for request in standing_requests(facts)
        if request["request_id"] in times and standards[request["request_id"]] is not None
    ]
    return counting.shares(requests, "created_at", scopes, is_efficient)


def faults(requests: Iterable[Fact]) -> list[Fact]:
    """Those that are about a fault."""
    return [request for request in requests if request["request_type"] == FAULT]


def repaired_faults(facts: Facts) -> list[Fact]:
    """The faults resolved with success; the cancelled ones too, which took their time."""
    return [fault for fault in faults(all_requests(facts)) if is_solved(fault)]


def fault_resolution_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """faults repaired / faults

    By the day they were created.
    """
    return counting.shares(faults(standing_requests(facts)), "created_at", scopes, is_solved)


# ---------------------------------------------------------------- on which services


def requests_on_services(facts: Facts) -> list[Fact]:
    """The standing requests on a service that its export holds."""
    return [request for request in standing_requests(facts) if request.scopes["service"] in facts.services]


def service_innovation_share(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests on services launched in the 12 months before the request / requests with a known service

    From the day of the launch to the day before it comes round again.
    """

    def is_on_new_service(request: Fact) -> bool:
        launched_on = facts.services[request.scopes["service"]]["launched_on"]
        created_on = local_day(request["created_at"].instant, counting.zone)
        return launched_on is not None and launched_on <= created_on < a_year_after(launched_on)

    return counting.shares(requests_on_services(facts), "created_at", scopes, is_on_new_service)


def a_year_after(day: date) -> date:
    """The same day of the next year; after February 29th the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def customization_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests served by a customised service / requests with a known service"""
    return counting.shares(
        requests_on_services(facts),
        "created_at",
        scopes,
        lambda request: facts.services[request.scopes["service"]]["is_customised"] is True,
    )


# ---------------------------------------------------------------- how soon


def service_response_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from creation to the first public reply of a person / requests responded to

    By the day of the reply; a reply given took its time whatever came later, so the cancelled ones are in.
    """
    measure = _time_to("first_response_at", counting, "service_response_time")
    return counting.means(all_requests(facts), "first_response_at", scopes, measure)


def maximum_response_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """longest time from creation to first response"""
    measure = _time_to("first_response_at", counting, "maximum_response_time")
    return counting.quantiles(all_requests(facts), "first_response_at", scopes, measure, 1)


def median_response_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """median time from creation to first response"""
    measure = _time_to("first_response_at", counting, "median_response_time")
    return counting.quantiles(all_requests(facts), "first_response_at", scopes, measure, 0.5)


def p90_response_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """90th percentile of time to first response"""
    measure = _time_to("first_response_at", counting, "p90_response_time")
    return counting.quantiles(all_requests(facts), "first_response_at", scopes, measure, 0.9)


def service_response_speed(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from creation to acceptance / requests accepted"""
    measure = _time_to("accepted_at", counting, "service_response_speed")
    return counting.means(all_requests(facts), "accepted_at", scopes, measure)


def average_completion_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from creation to the last resolution / requests completed

    A company may choose the first resolution.
    """
    is_last = counting.settings.completion_time_to == "last_resolution"
    end = "resolved_at" if is_last else "first_resolved_at"
    return counting.means(all_requests(facts), end, scopes, _time_to(end, counting, "average_completion_time"))


def median_completion_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """median time from creation to completion"""
    measure = _time_to("resolved_at", counting, "median_completion_time")
    return counting.quantiles(all_requests(facts), "resolved_at", scopes, measure, 0.5)


def feedback_handling_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from creation to resolution of requests of type feedback or suggestion / such requests resolved

    A company may choose to add the problems.
    """
    types = FEEDBACK_TYPES | (counting.problem_types if counting.settings.feedback_includes_problems else set())
    requests = [request for request in all_requests(facts) if request["request_type"] in types]
    return counting.means(requests, "resolved_at", scopes, _time_to("resolved_at", counting, "feedback_handling_time"))


def mean_time_to_repair(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from a fault's report to its repair / faults repaired

    By the day of their last resolution.
    """
    measure = _time_to("resolved_at", counting, "mean_time_to_repair")
    return counting.means(repaired_faults(facts), "resolved_at", scopes, measure)


def _time_to(end: str, counting: Counting, kpi_id: str) -> Callable[[Fact], float | None]:
    """The time from a request's creation to a later moment of it."""
    return lambda request: counting.duration(request["created_at"], request[end], request, kpi_id)


def average_handling_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of handling (touch) time: handling_seconds, else connected plus wrap-up time of the request's calls / \
requests completed that have one

    By the day of their last resolution.
    """
    times = handling_seconds(facts)
    return counting.means(all_requests(facts), "resolved_at", scopes, lambda request: times.get(request["request_id"]))


def median_handling_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """median handling (touch) time

    Of completed requests.
    """
    times = handling_seconds(facts)
    return counting.quantiles(
        all_requests(facts), "resolved_at", scopes, lambda request: times.get(request["request_id"]), 0.5
    )


def fault_handling_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of handling time on faults / faults repaired that have a handling time

    By the day of their last resolution.
    """
    times = handling_seconds(facts)
    return counting.means(repaired_faults(facts), "resolved_at", scopes, lambda fault: times.get(fault["request_id"]))


def due_requests(facts: Facts, counting: Counting) -> list[Fact]:
    """The requests due by as_of; due on a date without a clock is due until the end of that day."""
    return [
        request
        for request in standing_requests(facts)
        if request["due_at"] is not None and request["due_at"].end <= counting.as_of
    ]


def is_on_time(request: Fact) -> bool:
    """Whether a request that was due was completed by then."""
    return request["resolved_at"] is not None and request["resolved_at"].instant <= request["due_at"].end


def service_delivery_timeliness(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed by their due time / all requests due

    By the day they were due.
    """
    return counting.shares(due_requests(facts, counting), "due_at", scopes, is_on_time)


def project_completion_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """projects completed by their due time / projects due by as_of

    By the day they were due.
    """
    projects = [request for request in due_requests(facts, counting) if request["request_type"] == PROJECT]
    return counting.shares(projects, "due_at", scopes, is_on_time)


def reply_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests that got a reply / all requests

    By the day they were created.
    """
    return counting.shares(
        standing_requests(facts), "created_at", scopes, lambda request: request["first_response_at"] is not None
    )


def follow_up_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests followed up after closure / requests closed

    By the day they were closed; followed up on a date without a clock may be at the end of that day.
    """
    closed = [request for request in standing_requests(facts) if request["closed_at"] is not None]
    return counting.shares(
        closed,
        "closed_at",
        scopes,
        lambda request: (
            request["followed_up_at"] is not None and request["followed_up_at"].end >= request["closed_at"].instant
        ),
    )
