"""Quality audits: an audit is judged whole, and belongs where its first row does."""

import math
from collections.abc import Iterable

from ..attribute import Audit, Facts
from ..counting import Cell, Counting, Counts
from ..read import Row


def applicable_items(audit: Audit) -> list[Row]:
    """The items that count; one that does not say is applicable."""
    return [item for item in audit.items if item["is_applicable"] is not False]


def verdicts(audit: Audit, criterion: str) -> list[bool]:
    """What was said of the items of a criterion; an item without a verdict is none."""
    items = [item for item in applicable_items(audit) if item["criterion"] == criterion]
    return [item["is_passed"] for item in items if item["is_passed"] is not None]


def errors(audit: Audit) -> int:
    """The errors found: as counted; where they were not, one for a failed item."""
    return sum(
        item["error_count"] if item["error_count"] is not None else item["is_passed"] is False
        for item in applicable_items(audit)
    )


def service_accuracy_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """audits whose correct_handling items all passed / audits with a correct_handling item"""
    return _all_passed(facts, counting, scopes, "correct_handling")


def record_accuracy_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """audits whose record_entry items all passed / audits with a record_entry item"""
    return _all_passed(facts, counting, scopes, "record_entry")


def information_accuracy_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """audits whose information_given items all passed / audits with an information_given item"""
    return _all_passed(facts, counting, scopes, "information_given")


def _all_passed(facts: Facts, counting: Counting, scopes: Iterable[str], criterion: str) -> dict[Cell, Counts]:
    """Of the audits with a verdict by the criterion those in which every one is good."""
    audits = [audit for audit in facts.quality_audits if verdicts(audit, criterion)]
    return counting.shares(audits, "audited_at", scopes, lambda audit: all(verdicts(audit, criterion)))


def error_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """errors found (error_count; where empty 1 for a failed item) / audits

    A company may choose to count audits with an error.
    """
    if counting.settings.error_rate_counts == "audits":
        return counting.shares(facts.quality_audits, "audited_at", scopes, lambda audit: errors(audit) > 0)
    cells = counting.by_cell(facts.quality_audits, "audited_at", scopes)
    return {cell: Counts(sum(map(errors, audits)), len(audits), len(audits)) for cell, audits in cells.items()}


def service_standard_attainment_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """items of criterion standard that passed / items of criterion standard judged

    Items belong where and when their audit does.
    """
    counts = {}
    for cell, audits in counting.by_cell(facts.quality_audits, "audited_at", scopes).items():
        judged = [verdict for audit in audits for verdict in verdicts(audit, "standard")]
        counts[cell] = Counts(sum(judged), len(judged), len(judged))
    return counts


def quality_audit_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """audit points scored; none for an audit with a failed fatal item / audit points possible

    A company may choose to leave such an audit its points.
    """
    audits = [audit for audit in facts.quality_audits if scored_items(audit)]
    counts = {}
    for cell, scored in counting.by_cell(audits, "audited_at", scopes).items():
        points = [
            0 if counting.settings.fatal_item_voids_audit and is_void(audit) else item["score"]
            for audit in scored
            for item in scored_items(audit)
        ]
        possible = [item["max_score"] for audit in scored for item in scored_items(audit)]
        counts[cell] = Counts(math.fsum(points), math.fsum(possible), len(scored))
    return counts


def scored_items(audit: Audit) -> list[Row]:
    """The items with points, scored and possible."""
    return [item for item in applicable_items(audit) if item["score"] is not None and item["max_score"] is not None]


def is_void(audit: Audit) -> bool:
    """Whether an item that all depends on failed, with points or without."""
    return any(item["is_fatal"] and item["is_passed"] is False for item in applicable_items(audit))
