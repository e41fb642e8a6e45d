"""Whether customers stay, come back, forgive; what members do."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from ..periods import local_day, previous_start
from ..read import Moment
from .orders import standing_orders
from .requests import all_requests

Cohort = tuple[set[str], set[str]]


def _shares_of(cohorts: dict[Cell, Cohort]) -> dict[Cell, Counts]:
    """Those who did over all."""
    return {cell: Counts(len(did), len(everyone), len(everyone)) for cell, (did, everyone) in cohorts.items()}


# ---------------------------------------------------------------- who stays


def customer_retention_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers active in the period before who are active in this one / customers active in the period before

    Active by an order or a request; they belong where they were active before. A company may choose its contracts:
    the customers it had on the first day, and those of them that it still has after the last.
    """
    return _shares_of(_retained(facts, counting, scopes))


def customer_churn_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers active in the period before and not in this one / customers active in the period before

    Of the same customers as retention.
    """
    return _shares_of(
        {cell: (everyone - stayed, everyone) for cell, (stayed, everyone) in _retained(facts, counting, scopes).items()}
    )


def _retained(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Cohort]:
    """Of each period: who stayed, and who was there before."""
    is_by_contract = counting.settings.retention_counts == "contract"
    return (_under_contract if is_by_contract else _active)(facts, counting, scopes)


def _active(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Cohort]:
    """Who was active in the period before, and who of them, wherever, in this one."""
    active: dict[Cell, set[str]] = defaultdict(set)
    anywhere: dict[tuple[str, date], set[str]] = defaultdict(set)
    for fact, moment in _activity(facts):
        for cell in counting.cells(fact, moment, scopes):
            active[cell].add(fact.customer)
            anywhere[cell[:2]].add(fact.customer)
    before: dict[tuple[str, str, date], set[tuple[str, str]]] = defaultdict(set)
    for grain, start, scope, member in active:
        before[scope, grain, start].add((scope, member))
    return {
        (grain, start, *member): (cohort & anywhere[grain, start], cohort)
        for scope in scopes
        for grain, start in counting.periods(scope)
        for member in before[scope, grain, previous_start(grain, start)]
        for cohort in [active[grain, previous_start(grain, start), *member]]
    }


def _activity(facts: Facts) -> Iterator[tuple[Fact, str]]:
    """The orders and the requests of known customers, each with what dates it."""
    for order in standing_orders(facts):
        yield order, "ordered_at"
    for request in all_requests(facts):
        if request.customer is not None:
            yield request, "created_at"


def _under_contract(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Cohort]:
    """Who was a customer as the period began, and who of them still is when its last day is over."""
    cohorts: dict[Cell, Cohort] = defaultdict(lambda: (set(), set()))
    for scope in scopes:
        for (grain, start), (_, last) in counting.periods(scope).items():
            for customer in facts.customers:
                joined, closed = customer["joined_on"], customer["closed_on"]
                has_begun = joined is None or joined < start
                if scope in customer.scopes and has_begun and (closed is None or closed >= start):
                    stayed, everyone = cohorts[grain, start, scope, customer.scopes[scope]]
                    everyone.add(customer.customer)
                    if closed is None or closed > last:
                        stayed.add(customer.customer)
    return cohorts


# ---------------------------------------------------------------- who comes back


def repurchase_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers with two or more orders in the 365 days up to the period's end / customers with an order in those days

    The period's end is that of its last day until now. A company may choose other days.
    """
    orders = [(local_day(order["ordered_at"].instant, counting.zone), order) for order in standing_orders(facts)]
    window = counting.settings.repurchase_window_days
    cohorts: dict[Cell, Cohort] = {}
    for scope in scopes:
        for (grain, start), (_, last) in counting.periods(scope).items():
            for day, order in orders:
                if 0 <= (last - day).days < window:
                    again, everyone = cohorts.setdefault((grain, start, scope, order.scopes[scope]), (set(), set()))
                    (again if order.customer in everyone else everyone).add(order.customer)
    return _shares_of(cohorts)


def service_recovery_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaining customers with an order after their complaint and within 90 days of it / complaining customers with \
an order before it whose 90 days are over

    By the day on which they are over; the first complaint of a customer counts alone in each period and scope. A
    company may choose other days.
    """
    window = timedelta(days=counting.settings.recovery_window_days)
    ordered: dict[str, list[datetime]] = defaultdict(list)
    for order in standing_orders(facts):
        ordered[order.customer].append(order["ordered_at"].instant)

    def window_end(complaint: Fact) -> datetime:
        return complaint["submitted_at"].instant + window

    complaints = [
        complaint
        for complaint in sorted(facts.complaints, key=lambda fact: (fact["submitted_at"].instant, fact["complaint_id"]))
        if complaint.customer is not None and window_end(complaint) <= counting.as_of
    ]
    counts = {}
    for cell, theirs in counting.by_cell(complaints, window_end, scopes).items():
        first = {complaint.customer: complaint["submitted_at"].instant for complaint in reversed(theirs)}
        had = {customer: at for customer, at in first.items() if any(order < at for order in ordered[customer])}
        won_back = [c for c, at in had.items() if any(at < order <= at + window for order in ordered[c])]
        counts[cell] = Counts(len(won_back), len(had), len(had))
    return counts


# ---------------------------------------------------------------- members


def _members(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, set[str]]:
    """The members on a day of each period."""
    members: dict[Cell, set[str]] = defaultdict(set)
    for scope in scopes:
        for period, days in counting.periods(scope).items():
            for customer in facts.customers:
                if customer.is_member_within(*days):
                    members[*period, scope, customer.scopes[scope]].add(customer.customer)
    return members


def member_active_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """members with an order or a points movement in the period / members on a day of the period \
(member_from_on to member_to_on)

    They belong to the region and segment of the customer, wherever the order came from.
    """
    active: dict[tuple[str, date], set[str]] = defaultdict(set)
    moved = [(order, "ordered_at") for order in standing_orders(facts)]
    moved += [(movement, "occurred_at") for movement in facts.member_activity]
    for fact, moment in moved:
        for cell in counting.cells(fact, moment, scopes):
            active[cell[:2]].add(fact.customer)
    return _shares_of(
        {cell: (members & active[cell[:2]], members) for cell, members in _members(facts, counting, scopes).items()}
    )


def member_purchase_frequency(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders by members / members on a day of the period

    Who orders must be a member on that day; the order belongs to the region and segment of the customer.
    """
    customers = {customer.customer: customer for customer in facts.customers}
    orders: dict[Cell, int] = defaultdict(int)
    for order in standing_orders(facts):
        day = _day_of(order["ordered_at"], counting)
        customer = customers.get(order.customer)
        if customer is not None and customer.is_member_within(day, day):
            for cell in counting.cells(Fact(order.row, customer.scopes, customer.customer), "ordered_at", scopes):
                orders[cell] += 1
    return {
        cell: Counts(orders[cell], len(members), len(members))
        for cell, members in _members(facts, counting, scopes).items()
    }


def _day_of(moment: Moment, counting: Counting) -> date:
    return local_day(moment.instant, counting.zone)


def points_redemption_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """points redeemed / points earned

    What a movement does not say is none.
    """
    return {
        cell: Counts(
            math.fsum(movement["points_redeemed"] or 0 for movement in movements),
            math.fsum(movement["points_earned"] or 0 for movement in movements),
            len(movements),
        )
        for cell, movements in counting.by_cell(facts.member_activity, "occurred_at", scopes).items()
    }
