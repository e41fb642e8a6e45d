"""The shops: how long customers wait and pay, how long a shelf is empty."""

from collections.abc import Iterable

from ..attribute import Facts
from ..counting import Cell, Counting, Counts, seconds_between


def checkout_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time serving at the checkout / checkouts

    By the day the customer joined the queue; of those with both ends by the clock.
    """
    return _means(facts, counting, scopes, "service_started_at", "service_ended_at")


def queue_waiting_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time queueing / checkouts

    By the day the customer joined the queue; of those with both ends by the clock.
    """
    return _means(facts, counting, scopes, "queue_joined_at", "service_started_at")


def _means(facts: Facts, counting: Counting, scopes: Iterable[str], start: str, end: str) -> dict[Cell, Counts]:
    """From one moment of a checkout to another."""
    return counting.means(
        facts.store_checkouts,
        "queue_joined_at",
        scopes,
        lambda checkout: seconds_between(checkout[start], checkout[end]),
    )


def restocking_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from out of stock to restocked / stockouts restocked

    By the day they were restocked.
    """
    return counting.means(
        facts.stockouts,
        "restocked_at",
        scopes,
        lambda stockout: seconds_between(stockout["out_at"], stockout["restocked_at"]),
    )
