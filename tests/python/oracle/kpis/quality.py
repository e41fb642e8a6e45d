"""Quality audits: an audit is judged whole, and belongs where its first row does."""

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
    audits = [audit for audit in facts.quality_audits if verdicts(audit, "correct_handling")]
    return counting.shares(audits, "audited_at", scopes, lambda audit: all(verdicts(audit, "correct_handling")))


def error_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """errors found (error_count; where empty 1 for a failed item) / audits

    A company may choose to count audits with an error.
    """
    if counting.settings.error_rate_counts == "audits":
        return counting.shares(facts.quality_audits, "audited_at", scopes, lambda audit: errors(audit) > 0)
    cells = counting.by_cell(facts.quality_audits, "audited_at", scopes)
    return {cell: Counts(sum(map(errors, audits)), len(audits), len(audits)) for cell, audits in cells.items()}
