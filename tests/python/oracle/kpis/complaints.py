"""Complaints, from their own export alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..attribute import Fact, Facts
from ..counting import Cell, Counting, Counts
from .requests import standing_requests


def complaint_volume(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints submitted"""
    cells = counting.by_cell(facts.complaints, "submitted_at", scopes)
    return {cell: Counts(len(complaints), None) for cell, complaints in cells.items()}


def complaint_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints / service requests

    Complaints by the day they were submitted over requests by the day they were created, the cancelled ones left out.
    """
    complaints = counting.by_cell(facts.complaints, "submitted_at", scopes)
    requests = counting.by_cell(standing_requests(facts), "created_at", scopes)
    counts = {}
    for cell in complaints.keys() | requests.keys():
        standing = len(requests.get(cell, ()))
        counts[cell] = Counts(len(complaints.get(cell, ())), standing, standing)
    return counts


def complaint_handling_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from submission to resolution / complaints resolved

    By the day they were resolved.
    """
    return _mean_time_to(facts, counting, scopes, "resolved_at", "complaint_handling_time")


def complaint_acceptance_time(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of time from submission to acceptance / complaints accepted

    By the day they were accepted.
    """
    return _mean_time_to(facts, counting, scopes, "accepted_at", "complaint_acceptance_time")


def _mean_time_to(facts: Facts, counting: Counting, scopes: Iterable[str], end: str, kpi_id: str) -> dict[Cell, Counts]:
    """From submission to a later moment, by the day of that moment."""
    return counting.means(
        facts.complaints,
        end,
        scopes,
        lambda complaint: counting.duration(complaint["submitted_at"], complaint[end], complaint, kpi_id),
    )


def complaint_first_response_24h_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints first answered within 24 hours / complaints whose 24 hours are over

    By the day on which they are over. What has no clock, submitted or answered, is on neither side. A company may
    choose other hours.
    """

    def deadline(complaint: Fact) -> datetime:
        return complaint["submitted_at"].instant + timedelta(hours=counting.settings.complaint_answer_hours)

    complaints = [
        complaint
        for complaint in facts.complaints
        if complaint["submitted_at"].has_clock
        and deadline(complaint) <= counting.as_of
        and (complaint["first_response_at"] is None or complaint["first_response_at"].has_clock)
    ]
    return counting.shares(
        complaints,
        deadline,
        scopes,
        lambda complaint: (
            complaint["first_response_at"] is not None and complaint["first_response_at"].instant <= deadline(complaint)
        ),
    )


def complaint_resolution_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints resolved / complaints

    By the day they were submitted.
    """
    return counting.shares(
        facts.complaints, "submitted_at", scopes, lambda complaint: complaint["resolved_at"] is not None
    )


def repeat_complaint_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints that follow one of the same customer and category by at most 30 days / complaints of a known customer

    By the day they were submitted. One without a category repeats none. A company may choose other days.
    """
    window = timedelta(days=counting.settings.repeat_complaint_days)
    ordered = sorted(facts.complaints, key=lambda fact: (fact["submitted_at"].instant, fact["complaint_id"]))
    latest: dict[tuple[str, str], datetime] = {}
    repeated = set()
    for complaint in ordered:
        if complaint.customer is not None and complaint["category"] is not None:
            about, at = (complaint.customer, complaint["category"].lower()), complaint["submitted_at"].instant
            if about in latest and at - latest[about] <= window:
                repeated.add(complaint["complaint_id"])
            latest[about] = at
    known = [complaint for complaint in ordered if complaint.customer is not None]
    return counting.shares(known, "submitted_at", scopes, lambda complaint: complaint["complaint_id"] in repeated)
