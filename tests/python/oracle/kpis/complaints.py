"""Complaints, from their own export alone."""

from collections.abc import Iterable

from ..attribute import Facts
from ..counting import Cell, Counting, Counts, seconds_between
from .requests import standing_requests


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
    return counting.means(
        facts.complaints,
        "resolved_at",
        scopes,
        lambda complaint: seconds_between(complaint["submitted_at"], complaint["resolved_at"]),
    )
