"""What customers say."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

from ..attribute import Fact, Facts
from ..counting import DEFAULT_SCALES, Cell, Counting, Counts, Scale

TOLERANCE_OF_MEANS = 1e-9


def rated_answers(facts: Facts, survey: str) -> list[Fact]:
    """Rated answers to the overall question of a survey."""
    return [
        answer
        for answer in facts.survey_responses
        if answer["survey"] == survey
        and (answer["dimension"] or "overall").lower() == "overall"
        and answer["score"] is not None
        and scale_of(answer)[0] <= answer["score"] <= scale_of(answer)[1]  # beyond its scale it says nothing
        and answer["responded_at"] is not None
    ]


def scale_of(answer: Fact) -> tuple[float, float]:
    """The answer's scale; each end that it does not name is that of its survey's default scale."""
    low, high = answer["scale_min"], answer["scale_max"]
    default = DEFAULT_SCALES[answer["survey"]]
    return (default[0] if low is None else low, default[1] if high is None else high)


def rescaled(answer: Fact) -> float | None:
    """The score on a scale from 0 to 1; none where the scale has no width."""
    low, high = scale_of(answer)
    return (answer["score"] - low) / (high - low) if high != low else None


def is_satisfied(answer: Fact, satisfied_from: Mapping[Scale, float], share_from: float) -> bool:
    """At or above the threshold of its scale; on a scale without one, so much of the way up."""
    threshold = satisfied_from.get((answer["survey"], *scale_of(answer)))
    if threshold is not None:
        return answer["score"] >= threshold
    share = rescaled(answer)
    return share is not None and share >= share_from


def customer_of(answer: Fact) -> Hashable:
    """Who gave an answer; one of nobody known is a customer of its own. Of collaboration colleagues judge."""
    respondent = answer["respondent_id"] if answer["survey"] == "collaboration" else answer.customer
    return ("respondent", respondent) if respondent else ("response", answer["response_id"])


def independent_answers(answers: Iterable[Fact]) -> int:
    """As many answers as weigh like answers of different customers: all, where everybody answered once."""
    numbers: dict[Hashable, int] = defaultdict(int)
    for answer in answers:
        numbers[customer_of(answer)] += 1
    squares = sum(number * number for number in numbers.values())
    return sum(numbers.values()) ** 2 // squares if squares else 0


def satisfied_voters(
    answers: Iterable[Fact], voter_of: Callable[[Fact], Hashable], share_from: float
) -> tuple[int, int]:
    """Of all who answered those whose mean rating is high enough, give or take the rounding of doubles."""
    ratings: dict[Hashable, list[float]] = defaultdict(list)
    for answer in answers:
        share = rescaled(answer)
        ratings[voter_of(answer)] += [] if share is None else [share]
    satisfied = sum(
        bool(shares) and sum(shares) / len(shares) >= share_from - TOLERANCE_OF_MEANS for shares in ratings.values()
    )
    return satisfied, len(ratings)


def _satisfied_answers(facts: Facts, counting: Counting, scopes: Iterable[str], survey: str) -> dict[Cell, Counts]:
    """The satisfied answers of a survey over all of them."""
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, survey), "responded_at", scopes).items():
        satisfied = sum(
            is_satisfied(answer, counting.satisfied_from, counting.settings.satisfied_from) for answer in answers
        )
        counts[cell] = Counts(satisfied, len(answers), independent_answers(answers))
    return counts


def csat_top_box_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """overall CSAT responses at or above survey_scales' threshold / overall CSAT responses"""
    return _satisfied_answers(facts, counting, scopes, "csat")


def customer_satisfaction_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers whose mean overall CSAT rating in the period (rescaled to 0-1) is at least 0.75 / customers who gave \
an overall CSAT rating in the period

    A customer is one vote in each period and scope; an answer of nobody known is a customer of its own. A company may
    choose to count responses.
    """
    if counting.settings.customer_satisfaction_by == "response":
        return csat_top_box_rate(facts, counting, scopes)
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, "csat"), "responded_at", scopes).items():
        satisfied, voters = satisfied_voters(answers, customer_of, counting.settings.satisfied_from)
        counts[cell] = Counts(satisfied, voters, voters)
    return counts


def positive_feedback_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """positive reviews / all reviews"""
    return _satisfied_answers(facts, counting, scopes, "review")


def collaboration_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """internal collaboration ratings that are satisfied / internal collaboration ratings"""
    return _satisfied_answers(facts, counting, scopes, "collaboration")
