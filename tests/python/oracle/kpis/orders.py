"""What customers ordered: whether it came, when, and as it should."""

from collections.abc import Iterable

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts


def standing_orders(facts: Facts) -> list[Fact]:
    """All orders but the cancelled ones, whenever they were cancelled."""
    return [order for order in facts.orders if order["cancelled_at"] is None]


def delivered_orders(facts: Facts) -> list[Fact]:
    """The orders that came."""
    return [order for order in facts.orders if order["delivered_at"] is not None]


def delivery_on_time_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders delivered by the promised time / orders due by as_of and not cancelled before

    By the day they were promised for; promised for a date without a clock is promised until the end of that day.
    """
    due = [
        order
        for order in facts.orders
        if (promised := order["promised_at"]) is not None
        and promised.end <= counting.as_of
        and (order["cancelled_at"] is None or order["cancelled_at"].instant >= promised.end)
    ]
    return counting.shares(
        due,
        "promised_at",
        scopes,
        lambda order: order["delivered_at"] is not None and order["delivered_at"].instant <= order["promised_at"].end,
    )


def delivery_accuracy_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders delivered with no wrong or missing item / orders delivered with both counts known

    By the day they were delivered.
    """
    return counting.shares(_counted(facts), "delivered_at", scopes, lambda order: not _has_error(order))


def order_error_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders with a wrong or a missing item / orders delivered with both counts known

    By the day they were delivered.
    """
    return counting.shares(_counted(facts), "delivered_at", scopes, _has_error)


def _counted(facts: Facts) -> list[Fact]:
    """The orders that came and of which both counts are known."""
    return [
        order
        for order in delivered_orders(facts)
        if order["wrong_item_count"] is not None and order["missing_item_count"] is not None
    ]


def _has_error(order: Fact) -> bool:
    """Whether an item was wrong or missing."""
    return order["wrong_item_count"] > 0 or order["missing_item_count"] > 0


def delivery_safety_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders delivered undamaged / orders delivered with is_damaged known plus orders lost

    By the day they were delivered, of those that never were the day they were lost.
    """
    judged = [
        order
        for order in facts.orders
        if (order["is_damaged"] if order["delivered_at"] is not None else order["lost_at"]) is not None
    ]
    return counting.shares(
        judged,
        lambda order: order["delivered_at"] or order["lost_at"],
        scopes,
        lambda order: order["delivered_at"] is not None and not order["is_damaged"],
    )


def return_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """orders returned / orders delivered

    By the day they were delivered.
    """
    return counting.shares(
        delivered_orders(facts), "delivered_at", scopes, lambda order: order["returned_at"] is not None
    )
